"""Who is the other player? Bayes' rule over a few kinds of players, from the moves seen so far.

    rivals = Rivals(n)
    rivals.watch(games, side)        # once a turn: what it did, and what each kind would do now
    rivals.belief                    # (N, R) probabilities
    rivals.goals                     # (N, R) the slot that each kind is thought to walk to, or -1

The kinds are three greedy rules that differ only where cheeses or ways are equally long, the
planner, whose next goal is known exactly because it is asked, and `thinker`: anybody else. Where a
thinker walks is inferred: first from a network's policy, or from plain nearness, then from every
step, which speaks for the cheeses that it brings nearer.

Shapes: N games, K slots of cheese, R kinds.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.parallel import over
from gradatim.pyrat.game.shortest_paths import UNREACHABLE
from gradatim.pyrat.players.base import lowest_action, sideways_action
from gradatim.pyrat.players.planner import Planner
from gradatim.pyrat.search.simulation import CLEVER, FIRST, GREEDY, NO_SLOT, SIDEWAYS

KINDS = ("greedy", "greedy-first", "manhattan", "planner", "thinker")
PRIOR = np.array([0.35, 0.1, 0.15, 0.2, 0.2])
STYLES = np.array([GREEDY, FIRST, SIDEWAYS, FIRST, CLEVER], np.int64)  # of each kind, see rollout
PLANNER, THINKER = 3, 4
SLIP = 0.02  # chance of a move that its kind would not make: no kind is ever ruled out
LEAST = 1e-6  # belief
ASTRAY = 0.1  # how likely a thinker takes a step that brings its goal no nearer


@compiled
def _expect(start, stop, state, mazes, side, active, planned, aims, expected):
    """The chance of every action of the other, by kind: `expected` (N, R, 5)."""
    K = state.slots.shape[1]
    for g in range(start, stop):
        expected[g] = 0
        if not active[g]:
            continue
        m, cell = state.maze[g], state.position[g, side]
        nearest, n_ties, first = np.int64(UNREACHABLE), 0, -1
        for k in range(K):
            if state.present[g, k]:
                time = np.int64(mazes.travel[m, cell, state.slots[g, k]])
                if time < nearest:
                    nearest, n_ties, first = time, 0, k
                n_ties += time == nearest
        if first < 0:
            expected[g, :, 0] = 1
            continue
        for k in range(K):
            if not state.present[g, k]:
                continue
            moves = np.int64(mazes.first_moves[m, cell, state.slots[g, k]])
            n_moves = np.int64(0)
            for action in range(1, 5):
                n_moves += moves >> (action - 1) & 1
            for action in range(1, 5):
                if moves >> (action - 1) & 1:
                    if mazes.travel[m, cell, state.slots[g, k]] == nearest:
                        expected[g, 0, action] += 1 / (n_ties * n_moves)
                    expected[g, 4, action] += aims[g, k] / n_moves
        moves = mazes.first_moves[m, cell, state.slots[g, first]]
        expected[g, 1, lowest_action(moves)] = 1
        expected[g, 2, sideways_action(moves)] = 1
        expected[g, 3, planned[g]] = 1


@compiled
def _learn(start, stop, state, mazes, side, last, turn, asked, expected, belief, aims):
    """Weigh each kind, and each goal of a thinker, by what the other did since the last turn."""
    K, R = state.slots.shape[1], belief.shape[1]
    for g in range(start, stop):
        if not asked[g] or state.turn[g] != turn[g] + 1:
            continue
        m, cell = state.maze[g], np.int64(last[g])
        crossing = state.mud_left[g, side] > 0
        to = np.int64(state.mud_target[g, side] if crossing else state.position[g, side])
        done = 0
        for action in range(1, 5):
            if cell + mazes.step[action] == to and mazes.weights[m, cell, action] > 0:
                done = action
        total = 0.0
        for r in range(R):
            belief[g, r] *= (1 - SLIP) * expected[g, r, done] + SLIP / 5
            total += belief[g, r]
        again = 0.0
        for r in range(R):
            belief[g, r] = max(belief[g, r] / total, LEAST)
            again += belief[g, r]
        for r in range(R):
            belief[g, r] /= again
        total = 0.0
        for k in range(K):
            if not state.present[g, k]:
                aims[g, k] = 0
                continue
            moves = np.int64(mazes.first_moves[m, cell, state.slots[g, k]])
            likely = done > 0 and moves >> (done - 1) & 1
            aims[g, k] *= 1.0 if likely else ASTRAY
            total += aims[g, k]
        if total > 0:
            for k in range(K):
                aims[g, k] /= total


@compiled
def nearness(start, stop, state, mazes, side, active, softness, aims):
    """How likely each cheese is a goal if only nearness counts: exp(-turns / softness)."""
    for g in range(start, stop):
        if not active[g]:
            continue
        m = state.maze[g]
        crossing = state.mud_left[g, side] > 0
        cell = state.mud_target[g, side] if crossing else state.position[g, side]
        total = 0.0
        for k in range(state.slots.shape[1]):
            aims[g, k] = 0
            if state.present[g, k]:
                time = np.float64(mazes.travel[m, cell, state.slots[g, k]])
                aims[g, k] = np.exp(-min(time, 300.0) / softness)
                total += aims[g, k]
        for k in range(state.slots.shape[1]):
            aims[g, k] /= max(total, 1e-300)


class Rivals:
    """What one player believes about the other in each of n games."""

    def __init__(self, n: int, n_slots: int):
        self.belief = np.tile(PRIOR, (n, 1))
        self.goals = np.full((n, len(KINDS)), NO_SLOT, np.int16)
        self.aims = np.zeros((n, n_slots))  # of a thinker, how likely each goal is
        self.planner = Planner("planner")
        self.expected = np.zeros((n, len(KINDS), 5))
        self.last = np.zeros(n, np.int16)  # cell of the other on the last turn
        self.turn = np.full(n, -9, np.int32)  # that turn
        self.asked = np.zeros(n, np.bool_)  # whether the other could choose on it
        self.left = np.zeros(n, np.int16)  # pieces of cheese left on it

    def learn(self, games: Games, side: int) -> np.ndarray:
        """Take in the move of the other; `side` is our own.

        Returns:
            (N,) bool, games that need new `aims`: they have begun, or cheese was eaten.
        """
        state, other = games.state, 1 - side
        new = (state.turn == 0) | (self.turn < 0)
        self.belief[new] = PRIOR
        self.asked &= ~new
        over(
            _learn,
            games.n,
            state,
            games.pool.mazes,
            other,
            self.last,
            self.turn,
            self.asked,
            self.expected,
            self.belief,
            self.aims,
        )
        return new | (self.left != state.cheese_left)

    def expect(self, games: Games, side: int) -> None:
        """Write down where each kind would go now."""
        state, other = games.state, 1 - side
        planned = self.planner(games, other)
        self.asked = (state.mud_left[:, other] == 0) & ~(state.over | state.capped)
        over(
            _expect,
            games.n,
            state,
            games.pool.mazes,
            other,
            self.asked,
            planned,
            self.aims,
            self.expected,
        )
        self.last[:], self.turn[:] = state.position[:, other], state.turn
        self.left[:] = state.cheese_left
        self.goals[:, PLANNER] = self.planner.goal
        self.goals[:, THINKER] = self.aims.argmax(1)
