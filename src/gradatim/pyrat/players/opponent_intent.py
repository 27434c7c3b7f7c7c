"""Where is the opponent going? Inferred from its steps, without asking what kind of player it is.

A greedy player always steps towards a nearest cheese. An opponent that has done otherwise on a few
turns is not greedy; then the cheese that it has approached for the most turns in a row is taken
for its goal.

Shapes: N games, K slots of cheese.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.observations import decision_cell
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.game.shortest_paths import UNREACHABLE

NOT_GREEDY = 2  # turns that no greedy player would play; one may be a missed turn
NOT_SEEN = -1


class OpponentTrace(NamedTuple):
    """What a player has seen of its opponent in each game."""

    turn: np.ndarray  # (N,) int32, last turn seen, or NOT_SEEN
    could_choose: np.ndarray  # (N,) bool, whether the opponent stood outside mud on that turn
    time: np.ndarray  # (N, K) int16, its turns to each cheese then
    approach: np.ndarray  # (N, K) int16, turns in a row that brought it nearer to each cheese
    odd_turns: np.ndarray  # (N,) int8, turns that no greedy player would have played
    goal: np.ndarray  # (N,) int16, slot it walks to; -1: greedy, or not known


def new_trace(n: int, n_slots: int) -> OpponentTrace:
    """Nothing seen yet in any of n games."""
    return OpponentTrace(
        turn=np.full(n, NOT_SEEN, np.int32),
        could_choose=np.zeros(n, np.bool_),
        time=np.full((n, n_slots), UNREACHABLE, np.int16),
        approach=np.zeros((n, n_slots), np.int16),
        odd_turns=np.zeros(n, np.int8),
        goal=np.full(n, -1, np.int16),
    )


@compiled
def _update(start, stop, state, mazes, opponent, trace):
    turn, could_choose, before, approach, odd_turns, goal = trace
    K = state.slots.shape[1]
    for g in range(start, stop):
        if state.turn[g] == 0 or state.turn[g] < turn[g]:  # a new game
            turn[g], odd_turns[g] = NOT_SEEN, 0
            approach[g] = 0
        passed = state.turn[g] - turn[g] if turn[g] >= 0 else 0
        m, here = state.maze[g], decision_cell(state, g, opponent)
        wait = np.int64(state.mud_left[g, opponent])
        nearest, is_greedy = np.int64(UNREACHABLE), False
        if passed > 0:
            for k in range(K):
                nearest = min(nearest, np.int64(before[g, k]))
        for k in range(K):
            now = np.int64(UNREACHABLE)
            if state.slots[g, k] >= 0:
                now = np.int64(mazes.travel[m, here, state.slots[g, k]]) + wait
            if passed > 0:
                # On a shortest path a turn saves exactly a turn; any other step saves less.
                nearer = before[g, k] < UNREACHABLE and before[g, k] - now == passed
                is_greedy |= nearer and before[g, k] == nearest
                approach[g, k] = approach[g, k] + passed if nearer else 0
            before[g, k] = min(now, UNREACHABLE) if state.present[g, k] else UNREACHABLE
        # After a gap of several turns nobody knows which of them were greedy.
        if passed == 1 and could_choose[g] and not is_greedy and nearest < UNREACHABLE:
            odd_turns[g] = min(odd_turns[g] + 1, 100)
        turn[g], could_choose[g] = state.turn[g], wait == 0
        goal[g] = -1
        if odd_turns[g] >= NOT_GREEDY:
            for k in range(K):
                if state.present[g, k] and approach[g, k] > 0:
                    best = goal[g]
                    if (
                        best < 0
                        or approach[g, k] > approach[g, best]
                        or (approach[g, k] == approach[g, best] and before[g, k] < before[g, best])
                    ):
                        goal[g] = k


def update_trace(games: Games, side: int, trace: OpponentTrace) -> None:
    """Look at the games once per turn, as the player of `side`; missed turns do no harm."""
    parallel_for(_update, games.n, games.state, games.pool.mazes, 1 - side, trace)
