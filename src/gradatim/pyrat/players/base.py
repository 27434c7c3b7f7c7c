"""What a player is, and how ties between moves are broken."""

from typing import Protocol

import numpy as np

from gradatim.pyrat.game.engine import Games, random_below
from gradatim.pyrat.game.jit import compiled

TIE_RANDOM, TIE_FIRST, TIE_SIDEWAYS = range(3)


class Player(Protocol):
    """What engine, matches and learners know of a player."""

    name: str

    def __call__(self, games: Games, side: int) -> np.ndarray:
        """The action of player `side` in every game, (N,) int8."""


@compiled
def lowest_action(moves):
    """The first of a set of first moves in the order north, east, south, west; 0 for none."""
    for action in range(1, 5):
        if moves >> (action - 1) & 1:
            return action
    return 0


@compiled
def sideways_action(moves):
    """The first of a set of first moves in the order east, west, north, south; 0 for none."""
    if moves & 2:
        return 2
    if moves & 8:
        return 4
    return 1 if moves & 1 else (3 if moves & 4 else 0)


@compiled
def random_action(moves, random, g):
    """One of a set of first moves, all equally likely; 0 for none.

    By reservoir sampling (Vitter 1985): the n-th move replaces the choice with probability 1 / n.
    """
    n, chosen = 0, 0
    for action in range(1, 5):
        if moves >> (action - 1) & 1:
            n += 1
            if n == 1 or random_below(random, g, n) == 0:
                chosen = action
    return chosen


def random_streams(seed: int, n: int) -> np.ndarray:
    """One random stream per game, (n,) uint64, for `random_below`."""
    return np.random.default_rng(seed).integers(0, 2**64, n, np.uint64)
