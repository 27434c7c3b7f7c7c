"""Players: whatever maps a batch of games to one action per game.

    rat, python = player("greedy", seed=1), player("planner", seed=2)
    actions = np.stack([rat(games, 0), python(games, 1)], axis=1)    # (N, 2)
    gained, over, capped, score = games.step(actions)

A player is called with the games and with the side it plays (0 or 1) and returns (N,) int8: 0
nothing, 1 north, 2 east, 3 south, 4 west. Its answer for a game where it is in mud is ignored.
Scripted players are here and in `planner`; a network and a search are players in the same way.
A player may have a memory from turn to turn (a plan, a random stream), one row per game, and
clears a row when `games.state.turn` is 0: so one object plays one side of one batch.
"""

from collections.abc import Callable

import numpy as np

from gradatim.pyrat.game.engine import Games, random_below
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.game.shortest_paths import UNREACHABLE
from gradatim.pyrat.players.base import (
    TIE_FIRST,
    TIE_RANDOM,
    TIE_SIDEWAYS,
    lowest_action,
    random_action,
    random_streams,
    sideways_action,
)


@compiled
def nearest_slot(state, mazes, g, side, ties, random):
    """The slot of the nearest cheese by travel time, -1 if none can be reached.

    Of several at the same distance: one at random with TIE_RANDOM, else the first.
    """
    m = state.maze[g]
    cell = state.position[g, side]
    best, chosen, n_ties = np.int64(UNREACHABLE), -1, 0
    for k in range(state.slots.shape[1]):
        if not state.present[g, k]:
            continue
        time = np.int64(mazes.travel[m, cell, state.slots[g, k]])
        if time < best:
            best, chosen, n_ties = time, k, 1
        elif time == best and ties == TIE_RANDOM and chosen >= 0:
            # Reservoir sampling: the k-th of equals replaces the choice with probability 1/k.
            n_ties += 1
            if random_below(random, g, n_ties) == 0:
                chosen = k
    return chosen


@compiled
def move_to(state, mazes, g, side, slot, ties, random):
    """The action that begins a shortest path to a slot."""
    if slot < 0:
        return 0
    m = state.maze[g]
    moves = mazes.first_moves[m, state.position[g, side], state.slots[g, slot]]
    if ties == TIE_RANDOM:
        return random_action(moves, random, g)
    return sideways_action(moves) if ties == TIE_SIDEWAYS else lowest_action(moves)


@compiled
def greedy(start, stop, state, mazes, side, ties, random, actions):
    for g in range(start, stop):
        actions[g] = 0
        # In mud no answer counts, and none is computed.
        if state.mud_left[g, side] == 0:
            slot = nearest_slot(state, mazes, g, side, ties, random)
            actions[g] = move_to(state, mazes, g, side, slot, ties, random)


@compiled
def random_walk(start, stop, state, mazes, side, random, actions):
    for g in range(start, stop):
        weights = mazes.weights[state.maze[g], state.position[g, side]]
        moves = 0
        for action in range(1, 5):
            # Weight 0 is a wall; bit a - 1 stands for action a.
            moves |= (weights[action] > 0) << (action - 1)
        actions[g] = random_action(moves, random, g)


@compiled
def density(start, stop, state, mazes, side, random, actions):
    for g in range(start, stop):
        actions[g] = 0
        if state.mud_left[g, side] > 0:
            continue
        m = state.maze[g]
        from_here = mazes.travel[m, state.position[g, side]]
        best, chosen = -1.0, -1
        for k in range(state.slots.shape[1]):
            if not state.present[g, k]:
                continue
            way = from_here[state.slots[g, k]]
            if way == UNREACHABLE:
                continue
            value = 0.0
            for j in range(state.slots.shape[1]):
                if state.present[g, j]:
                    between = np.float64(mazes.travel[m, state.slots[g, k], state.slots[g, j]])
                    # How crowded it is there: the cheese itself counts 1, a far one nearly 0.
                    value += 1.0 / (1.0 + between)
            # The way counts squared: a crowd two steps away must be four times as dense.
            value /= float(way) * way
            if value > best:
                best, chosen = value, k
        actions[g] = move_to(state, mazes, g, side, chosen, TIE_FIRST, random)


@compiled
def _towards(start, stop, state, mazes, side, slots, actions):
    for g in range(start, stop):
        actions[g] = 0
        if slots[g] >= 0:
            cell = state.slots[g, slots[g]]
            moves = mazes.first_moves[state.maze[g], state.position[g, side], cell]
            actions[g] = lowest_action(moves)


class Scripted:
    """A player without a plan: one compiled function, and a random stream per game."""

    def __init__(self, name: str, kernel: Callable, *arguments: int, seed: int = 0):
        self.name, self.kernel, self.arguments, self.seed = name, kernel, arguments, seed
        self.random = np.empty(0, np.uint64)

    def __call__(self, games: Games, side: int) -> np.ndarray:
        # One stream per game: adding games to a batch changes none of the others.
        if len(self.random) != games.n:
            self.random = random_streams(self.seed, games.n)
        actions = np.empty(games.n, np.int8)
        mazes = games.pool.mazes
        parallel_for(
            self.kernel, games.n, games.state, mazes, side, *self.arguments, self.random, actions
        )
        return actions


def towards(games: Games, side: int, slots: np.ndarray) -> np.ndarray:
    """The actions that begin shortest paths to chosen cheeses, (N,) int8.

    Args:
        slots: (N,) a slot of cheese for each game, -1 to stand still.
    """
    actions = np.empty(games.n, np.int8)
    # One type and layout: another would compile the function a second time.
    goals = np.ascontiguousarray(slots, np.int64)
    parallel_for(_towards, games.n, games.state, games.pool.mazes, side, goals, actions)
    return actions
