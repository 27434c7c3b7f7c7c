"""Where is the other going? Watched from its steps, without asking what kind of player it is.

A greedy player always steps towards a nearest cheese. Who has done otherwise on a few turns is no
greedy player; then the cheese that it has walked towards for longest is taken for its goal.

Shapes: N games, K slots of cheese.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.observations import stand
from gradatim.pyrat.game.parallel import over
from gradatim.pyrat.game.shortest_paths import UNREACHABLE

STRANGE = 2  # turns that no greedy player would play; one may be a missed turn
UNSEEN = -1


@compiled
def _watch(start, stop, state, mazes, other, turn, free, before, walked, strange, goals):
    """See `Headings`."""
    K = state.slots.shape[1]
    for g in range(start, stop):
        if state.turn[g] == 0 or state.turn[g] < turn[g]:
            turn[g], strange[g] = UNSEEN, 0
            walked[g] = 0
        passed = state.turn[g] - turn[g] if turn[g] >= 0 else 0
        m, here = state.maze[g], stand(state, g, other)
        wait = np.int64(state.mud_left[g, other])
        nearest, is_greedy = np.int64(UNREACHABLE), False
        if passed > 0:
            for k in range(K):
                nearest = min(nearest, np.int64(before[g, k]))
        for k in range(K):
            now = np.int64(UNREACHABLE)
            if state.slots[g, k] >= 0:
                now = np.int64(mazes.travel[m, here, state.slots[g, k]]) + wait
            if passed > 0:
                nearer = before[g, k] < UNREACHABLE and before[g, k] - now == passed
                is_greedy |= nearer and before[g, k] == nearest
                walked[g, k] = walked[g, k] + passed if nearer else 0
            before[g, k] = min(now, UNREACHABLE) if state.present[g, k] else UNREACHABLE
        if passed == 1 and free[g] and not is_greedy and nearest < UNREACHABLE:
            strange[g] = min(strange[g] + 1, 100)
        turn[g], free[g] = state.turn[g], wait == 0
        goals[g] = -1
        if strange[g] >= STRANGE:
            for k in range(K):
                if state.present[g, k] and walked[g, k] > 0:
                    best = goals[g]
                    if (
                        best < 0
                        or walked[g, k] > walked[g, best]
                        or (walked[g, k] == walked[g, best] and before[g, k] < before[g, best])
                    ):
                        goals[g] = k


class Watched(NamedTuple):
    """What one player has seen of the other, in each game."""

    turn: np.ndarray  # (N,) int32, last seen
    free: np.ndarray  # (N,) bool, whether the other could choose then
    time: np.ndarray  # (N, K) int16, its turns to each cheese then
    walked: np.ndarray  # (N, K) int16, turns in a row that brought it nearer
    strange: np.ndarray  # (N,) int8, turns that no greedy player would have played
    goal: np.ndarray  # (N,) int16, slot it walks to; -1: greedy, or not known


def watching(n: int, n_slots: int) -> Watched:
    """Begin to watch n games."""
    return Watched(
        np.full(n, UNSEEN, np.int32),
        np.zeros(n, np.bool_),
        np.full((n, n_slots), UNREACHABLE, np.int16),
        np.zeros((n, n_slots), np.int16),
        np.zeros(n, np.int8),
        np.full(n, -1, np.int16),
    )


def watch(games: Games, side: int, watched: Watched) -> None:
    """Look at the games once a turn, as the player of `side`; gaps do no harm."""
    over(_watch, games.n, games.state, games.pool.mazes, 1 - side, *watched)
