"""Who is the opponent? Bayes' rule over a few types of players, from the moves seen so far.

    model = OpponentModel(n, n_slots)
    model.update(games, side)        # once per turn: what the opponent did
    model.predict(games, side)       # and what each type would do now
    model.belief                     # (N, R) probabilities
    model.goals                      # (N, R) the slot that each type is thought to walk to, or -1

The types are three greedy rules that differ only where cheeses or ways are equally long, the
planner, whose next goal is known exactly because the planner itself is called, and `unknown`: any
other. Where an unknown opponent walks is inferred: the prior is a network's policy, or distance
alone, and every step is evidence for the cheeses that it brings nearer.

Shapes: N games, K slots of cheese, R types.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.observations import decision_cell
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.game.shortest_paths import UNREACHABLE
from gradatim.pyrat.players.base import lowest_action, sideways_action
from gradatim.pyrat.players.planner import Planner
from gradatim.pyrat.search.simulation import FIRST, GREEDY, NO_SLOT, SIDEWAYS, WAVERING

OPPONENT_TYPES = ("greedy", "greedy-first", "manhattan", "planner", "unknown")
# An opponent that plays to win is the likeliest: with 0.2 for it the search took 62 % of the points
# from the champion on `default` (100 games, seed 1), with 0.7 and 0.95 70 and 72 %, and with
# 0.6 no less from greedy and planner than with 0.2 (seed 2).
PRIOR = np.array([0.175, 0.05, 0.075, 0.1, 0.6])
PLANNER, UNKNOWN = 3, 4
# How each type plays in a rollout, once it is where it was known to walk (see `simulation`).
STYLES = np.array([GREEDY, FIRST, SIDEWAYS, FIRST, WAVERING], np.int64)
SLIP_PROBABILITY = 0.02  # of a move that its type would not make: no type is ever ruled out
MIN_PROBABILITY = 1e-6  # of a type
DETOUR_PROBABILITY = 0.1  # how likely an unknown takes a step that brings its goal no nearer


class OpponentMemory(NamedTuple):
    """What is believed of the opponent, and what its last move is compared with."""

    belief: np.ndarray  # (N, R) probability of each type
    goal_probabilities: np.ndarray  # (N, K) of an unknown opponent
    predicted: np.ndarray  # (N, R, 5) probability of each action, by type
    cell: np.ndarray  # (N,) int16, where it stood when the prediction was made
    turn: np.ndarray  # (N,) int32, that turn
    could_choose: np.ndarray  # (N,) bool, whether it stood outside mud on that turn
    cheese_left: np.ndarray  # (N,) int16, pieces on that turn


@compiled
def _predict(start, stop, state, mazes, opponent, planned, memory):
    """The probability of every action of the opponent, by type."""
    K = state.slots.shape[1]
    predicted = memory.predicted
    for g in range(start, stop):
        predicted[g] = 0
        if not memory.could_choose[g]:
            continue
        m, cell = state.maze[g], state.position[g, opponent]
        nearest, n_ties, first = np.int64(UNREACHABLE), 0, -1
        for k in range(K):
            if state.present[g, k]:
                time = np.int64(mazes.travel[m, cell, state.slots[g, k]])
                if time < nearest:
                    nearest, n_ties, first = time, 0, k
                n_ties += time == nearest
        if first < 0:
            predicted[g, :, 0] = 1
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
                        predicted[g, 0, action] += 1 / (n_ties * n_moves)
                    predicted[g, UNKNOWN, action] += memory.goal_probabilities[g, k] / n_moves
        moves = mazes.first_moves[m, cell, state.slots[g, first]]
        predicted[g, 1, lowest_action(moves)] = 1
        predicted[g, 2, sideways_action(moves)] = 1
        predicted[g, PLANNER, planned[g]] = 1


@compiled
def _update(start, stop, state, mazes, opponent, memory):
    """Bayes' rule for the type, and for the goal of an unknown, by the opponent's last move."""
    belief, probabilities = memory.belief, memory.goal_probabilities
    K, R = state.slots.shape[1], belief.shape[1]
    for g in range(start, stop):
        if not memory.could_choose[g] or state.turn[g] != memory.turn[g] + 1:
            continue
        m, cell = state.maze[g], np.int64(memory.cell[g])
        # In mud it is already under way to the cell behind it: that is the move that was made.
        to = np.int64(decision_cell(state, g, opponent))
        done = 0
        for action in range(1, 5):
            if cell + mazes.step[action] == to and mazes.weights[m, cell, action] > 0:
                done = action
        total = 0.0
        for r in range(R):
            # A mixture with a random move: a single slip must not rule a type out for the rest of
            # the game.
            likelihood = (1 - SLIP_PROBABILITY) * memory.predicted[g, r, done]
            belief[g, r] *= likelihood + SLIP_PROBABILITY / 5
            total += belief[g, r]
        raised = 0.0
        for r in range(R):
            # A type that has come to 0 could never come back: who plays in may change.
            belief[g, r] = max(belief[g, r] / total, MIN_PROBABILITY)
            raised += belief[g, r]
        for r in range(R):
            belief[g, r] /= raised
        total = 0.0
        for k in range(K):
            if not state.present[g, k]:
                probabilities[g, k] = 0
                continue
            moves = np.int64(mazes.first_moves[m, cell, state.slots[g, k]])
            likely = done > 0 and moves >> (done - 1) & 1
            probabilities[g, k] *= 1.0 if likely else DETOUR_PROBABILITY
            total += probabilities[g, k]
        if total > 0:
            for k in range(K):
                probabilities[g, k] /= total


@compiled
def distance_prior(start, stop, state, mazes, side, active, scale, probabilities):
    """How likely each cheese is a goal if only distance counts: exp(-turns / scale)."""
    for g in range(start, stop):
        if not active[g]:
            continue
        m, cell = state.maze[g], decision_cell(state, g, side)
        total = 0.0
        for k in range(state.slots.shape[1]):
            probabilities[g, k] = 0
            if state.present[g, k]:
                time = np.float64(mazes.travel[m, cell, state.slots[g, k]])
                probabilities[g, k] = np.exp(-min(time, 300.0) / scale)
                total += probabilities[g, k]
        for k in range(state.slots.shape[1]):
            probabilities[g, k] /= max(total, 1e-300)


class OpponentModel:
    """What one player believes about the other in each of n games.

    Args:
        n, n_slots: games, and slots of cheese in each.
        prior: (R,) probability of each type before its first move.
    """

    def __init__(self, n: int, n_slots: int, prior: np.ndarray = PRIOR):
        R, self.prior = len(OPPONENT_TYPES), prior
        self.memory = OpponentMemory(
            belief=np.tile(prior, (n, 1)),
            goal_probabilities=np.zeros((n, n_slots)),
            predicted=np.zeros((n, R, 5)),
            cell=np.zeros(n, np.int16),
            turn=np.full(n, -9, np.int32),
            could_choose=np.zeros(n, np.bool_),
            cheese_left=np.zeros(n, np.int16),
        )
        self.goals = np.full((n, R), NO_SLOT, np.int16)
        self.planner = Planner("planner")

    @property
    def belief(self) -> np.ndarray:
        """(N, R) probability of each type."""
        return self.memory.belief

    @property
    def goal_probabilities(self) -> np.ndarray:
        """(N, K) of an unknown opponent; written by whoever knows a prior."""
        return self.memory.goal_probabilities

    def update(self, games: Games, side: int) -> np.ndarray:
        """Take in the last move of the opponent; `side` is our own.

        Returns:
            (N,) bool, games that need new `goal_probabilities`: new games, and those in which
            cheese was eaten.
        """
        state, memory = games.state, self.memory
        new = (state.turn == 0) | (memory.turn < 0)
        memory.belief[new] = self.prior
        memory.could_choose[new] = False
        parallel_for(_update, games.n, state, games.pool.mazes, 1 - side, memory)
        return new | (memory.cheese_left != state.cheese_left)

    def predict(self, games: Games, side: int) -> None:
        """Write down where each type would go now."""
        state, memory, opponent = games.state, self.memory, 1 - side
        planned = self.planner(games, opponent)
        memory.could_choose[:] = (state.mud_left[:, opponent] == 0) & ~(state.over | state.capped)
        parallel_for(_predict, games.n, state, games.pool.mazes, opponent, planned, memory)
        memory.cell[:], memory.turn[:] = state.position[:, opponent], state.turn
        memory.cheese_left[:] = state.cheese_left
        self.goals[:, PLANNER] = self.planner.commitment.goal
        self.goals[:, UNKNOWN] = memory.goal_probabilities.argmax(1)
