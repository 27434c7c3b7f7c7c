"""Backward induction over the cheese that is left, value iteration within a layer.

A layer is a set S of pieces left and a lead L; it holds the values of all pairs of nodes. A piece
eaten leads to a layer with fewer pieces, which is solved before. Within a layer the players only
walk, so its values solve, for all pairs (x, y) at once (Shapley 1953),

    V(x, y) = CUT / 2 + (1 - CUT) * value of the matrix game of V(x', y') over all next pairs

A value is the expected result of the first player: 1 a win, 1/2 a draw, 0 a loss. A game that
nobody ends is a draw in the long run: that is what `CUT` says, the probability per turn that the
game is cut off. It is so small that it moves a value by a few millionths, and large enough
that of two ways to win the shorter is better: the exact player never waits for nothing. Only where
a player must wait for an error of the other, who is as safe for any number of turns but not for
ever (Everett 1957), a value is reached in the limit, and `CUT` takes up to its square root, 0.0003.

The game is the same with the players exchanged, V(S, L, x, y) = 1 - V(S, -L, y, x), so only leads
from 0 are stored.

Shapes: P nodes per player, N pieces, Y layers, B = 2**N sets of pieces.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.solver.matrix_game import MOST, solve_matrix_game

CUT = 1e-7  # probability per turn
TOLERANCE = 1e-10  # smallest change of a value that is passed on
SURE = 0.9999  # beyond it, a division by 1 - SURE would magnify rounding errors to TOLERANCE
MOST_UPDATES = 5000  # per state on average: rounding errors must not go round for ever


class Position(NamedTuple):
    """What the compiled functions know of a board."""

    n_choices: np.ndarray  # (P,) int64, see `MoveGraph`
    following: np.ndarray  # (P, 5) int64
    n_sources: np.ndarray  # (P,) int64
    sources: np.ndarray  # (P, 5) int64, the nodes from which a node can be entered in one turn
    piece: np.ndarray  # (P,) int64, the piece of cheese on a node, -1 for none
    size: np.ndarray  # (B,) int64, how many pieces are in a set
    layer: np.ndarray  # (B, N + 1) int64, where the values of a set and a lead from 0 are, or -1
    values: np.ndarray  # (Y, P, P) float64


@compiled
def value_at(position, left, lead, x, y):
    """The value of a state: its set of pieces, the first player's lead and two nodes."""
    size = position.size[left]
    if lead > size:
        return 1.0
    if -lead > size:
        return 0.0
    if size == 0:
        return 0.5
    if lead >= 0:
        return position.values[position.layer[left, lead], x, y]
    return 1.0 - position.values[position.layer[left, -lead], y, x]


@compiled
def next_value(position, left, lead, x, y):
    """The value after both players have moved to the nodes x and y: they eat what lies there."""
    mine, theirs = position.piece[x], position.piece[y]
    eats = mine >= 0 and (left >> mine) & 1 == 1
    also = theirs >= 0 and (left >> theirs) & 1 == 1
    if eats:
        left ^= 1 << mine
        lead += 1
    if also:
        if not (eats and mine == theirs):
            left ^= 1 << theirs
        lead -= 1
    return value_at(position, left, lead, x, y)


@compiled
def fill_payoffs(position, left, lead, x, y, payoffs):
    """The matrix game of one state: rows are choices of the first player, columns of the other."""
    for i in range(position.n_choices[x]):
        for j in range(position.n_choices[y]):
            payoffs[i, j] = next_value(
                position, left, lead, position.following[x, i], position.following[y, j]
            )


@compiled
def is_free(position, left, x):
    """Whether a player can stand here while these pieces lie: no hole, and nothing to eat."""
    piece = position.piece[x]
    return position.n_choices[x] > 0 and not (piece >= 0 and (left >> piece) & 1 == 1)


@compiled
def _push(position, left, x, y, queue, ends, waits):
    """Queue every state from which the state (x, y) can be entered in one turn."""
    P = len(position.n_choices)
    for a in range(position.n_sources[x]):
        for b in range(position.n_sources[y]):
            before, other = position.sources[x, a], position.sources[y, b]
            if waits[before, other]:
                continue
            if is_free(position, left, before) and is_free(position, left, other):
                queue[(ends[0] + ends[1]) % (P * P)] = before * P + other
                ends[1] += 1
                waits[before, other] = True


@compiled
def _solve_layer(position, left, lead):
    """Find the values of one layer; those with fewer pieces are known."""
    P = len(position.n_choices)
    values = position.values[position.layer[left, lead]]
    payoffs = np.zeros((MOST, MOST))
    tableau, basis = np.empty((MOST + 1, 2 * MOST + 1)), np.empty(MOST, np.int64)
    rows, columns = np.empty(MOST), np.empty(MOST)
    # A ring of the states whose next values have changed, each at most once in it.
    queue, waits = np.empty(P * P, np.int64), np.zeros((P, P), np.bool_)
    ends = np.zeros(2, np.int64)  # the first in the ring, and how many there are
    values[:] = 0.5
    for x in range(P):
        for y in range(P):
            if is_free(position, left, x) and is_free(position, left, y):
                queue[ends[1]] = x * P + y
                ends[1] += 1
                waits[x, y] = True
    n_left = MOST_UPDATES * ends[1]
    while ends[1] > 0 and n_left > 0:
        x, y = queue[ends[0]] // P, queue[ends[0]] % P
        ends[0] = (ends[0] + 1) % (P * P)
        ends[1] -= 1
        n_left -= 1
        waits[x, y] = False
        fill_payoffs(position, left, lead, x, y, payoffs)
        R, K = position.n_choices[x], position.n_choices[y]
        value = solve_matrix_game(payoffs, R, K, tableau, basis, rows, columns)
        value = CUT / 2 + (1 - CUT) * value
        # Where both may wait, the state is among its own next states: solve for its value at once,
        # for these strategies. Both wait almost surely in some positions, and then plain value
        # iteration would take thousands of turns.
        again = (1 - CUT) * rows[0] * columns[0]
        if position.following[x, 0] == x and position.following[y, 0] == y and again < SURE:
            value = (value - again * values[x, y]) / (1 - again)
        if abs(value - values[x, y]) > TOLERANCE:
            values[x, y] = value
            _push(position, left, x, y, queue, ends, waits)


@compiled
def solve_layers(start, stop, position, sets, leads):
    """Solve the layers start to stop of a list, all with equally many pieces left."""
    for k in range(start, stop):
        _solve_layer(position, sets[k], leads[k])
