"""A player that plans inside a dream: it tries its next goals there, and takes the best.

For each of the nearest pieces of cheese the dream goes on for some turns: the player walks to that
piece and is greedy from then on, the other is greedy throughout. The rules of the game are asked
for nothing: every turn of these futures is what the world model predicts.

Source: Ha and Schmidhuber 2018, "World models", section 4, where a player learns in its dream.

Shapes: N games, K goals, M = N K dreamed games, P = 2 players.
"""

import numpy as np
import torch

from gradatim.models.pyrat.dream import DreamTransformer
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.registry import player
from gradatim.recipes.pyrat.dream.boards import boards_of, dream, write

N_GOALS = 6  # nearest pieces of cheese that are tried
N_TURNS = 20  # that each is dreamed on
DISCOUNT = 0.98  # of points, for each turn that they come later
FAR = 1e6  # turns to a piece that is gone


class DreamPlanner:
    """A player of matches.

    Args:
        model: the world model.
        name: of the player.
    """

    def __init__(self, model: DreamTransformer, name: str = "dream") -> None:
        self.model, self.name = model, name

    def __call__(self, games: Games, side: int) -> np.ndarray:
        """The action of player `side` in every game, (N,) int8."""
        goals = nearest_goals(games, side)  # (N, K)
        values = self.values(games, side, goals)
        # The first goal is the nearest: another has to be better.
        best = np.take_along_axis(goals, values.argmax(1)[:, None], 1)[:, 0]
        return towards(games, side, best)

    def values(self, games: Games, side: int, goals: np.ndarray) -> np.ndarray:
        """Points less those of the other in the dreamed turns, for each goal, (N, K)."""
        N, K = goals.shape
        dreamed = copies(games, K)
        greedy = [player("greedy", seed) for seed in range(2)]
        slots = goals.reshape(-1)
        boards = boards_of(dreamed)
        values, ahead = np.zeros(N * K), lead(dreamed, side)
        for turn in range(N_TURNS):
            actions = np.stack([p(dreamed, s) for s, p in enumerate(greedy)], axis=1)  # (M, P)
            there = (slots >= 0) & dreamed.state.present[np.arange(N * K), slots]
            mine = towards(dreamed, side, np.where(there, slots, -1))
            actions[:, side] = np.where(there, mine, actions[:, side])
            boards = dream(self.model, boards, torch.from_numpy(actions.astype(np.int64)))
            write(boards, dreamed)
            values += DISCOUNT**turn * (lead(dreamed, side) - ahead)
            ahead = lead(dreamed, side)
        return np.where(goals >= 0, values.reshape(N, K), -np.inf)


def lead(games: Games, side: int) -> np.ndarray:
    """Points of a side less those of the other, (N,)."""
    return games.state.score[:, side] - games.state.score[:, 1 - side]


def nearest_goals(games: Games, side: int) -> np.ndarray:
    """The slots of the nearest pieces of cheese, the nearest first, -1 behind the last, (N, K)."""
    state = games.state
    here = state.position[:, side].astype(np.int64)
    cells = state.slots.astype(np.int64)  # (N, slots)
    turns = games.pool.mazes.travel[state.maze[:, None], here[:, None], cells]
    turns = np.where(state.present, turns, FAR)
    order = np.argsort(turns, axis=1, kind="stable")[:, :N_GOALS]
    gone = np.take_along_axis(turns, order, 1) == FAR
    gone[:, 0] = False  # a finished game still needs an answer
    return np.where(gone, -1, order)


def copies(games: Games, n: int) -> Games:
    """Each game n times, one after another: (N n) games to dream in."""
    dreamed = Games(games.pool, n * games.n, auto_reset=False)
    for mine, theirs in zip(dreamed.state, games.state, strict=True):
        mine[:] = np.repeat(theirs, n, axis=0)
    return dreamed
