"""The forward pass of a `CheeseTransformer` for play, compiled: no padding, no gradients.

All times are whole turns, so whatever the network computes of a time is looked up, and the bias of
a pair of cheeses, of all heads at once, is a sum of four rows of tables. The tokens of several
games stand in one matrix, so that every linear layer is one product.

Shapes: B games, T tokens of all of them, K cheeses of one, C width, F neurons, L layers, H heads.
"""

import math
from typing import NamedTuple

import numpy as np
from torch import nn

from gradatim.models.pyrat.cheese_transformer import FAR, N_SUMMARY, TIME_SCALES
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import compiled, compiled_reordered, inlined
from gradatim.pyrat.game.observations import decision_cell
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.players.greedy_rollout import greedy_rollout
from gradatim.pyrat.players.packed_network import pack

N_FEATURES = 23  # of a token, in the order of the network's first layer
GAMES_AT_ONCE = 16  # their activations stay in the cache
LARGEST_SCORE = 60.0  # exp(60) is far from overflow in float32, and exp(-60) is nothing


class KernelTask(NamedTuple):
    """Which games to look at; all of one unit of time."""

    side: int
    rows: np.ndarray  # (B,) int64
    eaten: np.ndarray  # (B, K, 2) float32, see `greedy_rollout`
    unit: int  # turns of the usual passage
    width: int  # of the board
    height: int


@inlined
def _exp(x):
    """exp(x) to 5 digits for x from -60 to 60, in arithmetic that runs on whole vectors."""
    r = min(max(x, np.float32(-LARGEST_SCORE)), np.float32(LARGEST_SCORE)) * np.float32(1 / 256)
    y = np.float32(1) + r * (
        np.float32(1) + r * (np.float32(0.5) + r * (np.float32(1 / 6) + r * np.float32(1 / 24)))
    )
    for _ in range(7):
        y *= y
    return y * y


@compiled
def _time_features(turns, out, first):
    for i in range(3):
        out[first + i] = math.exp(-turns / TIME_SCALES[i])
    out[first + 3] = turns / 20


@compiled
def _observe(b, state, mazes, task, features, turns, slots, summary):
    """Features of the tokens of one game, its times in turns, and its summary; returns K."""
    g, side, unit = task.rows[b], task.side, task.unit
    m, other, far = state.maze[g], 1 - task.side, np.int64(FAR) * task.unit
    here, there = decision_cell(state, g, side), decision_cell(state, g, other)
    my_mud, their_mud = np.int64(state.mud_left[g, side]), np.int64(state.mud_left[g, other])
    row, column = np.int64(here) // task.width, np.int64(here) % task.width
    n_slots, n = state.slots.shape[1], 0
    for k in range(n_slots):
        if not state.present[g, k]:
            continue
        cell = np.int64(state.slots[g, k])
        mine = min(np.int64(mazes.travel[m, here, cell]) + my_mud, far)
        theirs = min(np.int64(mazes.travel[m, there, cell]) + their_mud, far)
        eaten = min(np.int64(task.eaten[b, k, 0]), far)
        turns[n, 0], turns[n, 1], turns[n, 2] = mine, theirs, eaten
        slots[n] = k
        for i in range(3):
            _time_features(turns[n, i] / unit, features[n], 4 * i)
        features[n, 12] = (cell // task.width - row) / task.height
        features[n, 13] = (cell % task.width - column) / task.width
        moves = np.int64(mazes.first_moves[m, here, cell])
        for action in range(4):
            features[n, 14 + action] = moves >> action & 1
        features[n, 18] = task.eaten[b, k, 1]
        features[n, 19] = math.tanh((mine - theirs) / unit)
        features[n, 20] = math.tanh((mine - theirs) / unit / 6)
        features[n, 21] = math.tanh((mine - eaten) / unit)
        features[n, 22] = math.tanh((mine - eaten) / unit / 6)
        n += 1
    left = max(np.int64(state.cheese_left[g]), 1)
    lead = state.score[g, side] - state.score[g, other]
    summary[0] = state.score[g, side] / n_slots
    summary[1] = state.score[g, other] / n_slots
    summary[2] = state.cheese_left[g] / n_slots
    summary[3] = min(max(lead / left, -1), 1)
    summary[4] = my_mud / 10 / unit
    summary[5] = their_mud / 10 / unit
    summary[6] = mazes.travel[m, here, there] / (task.width + task.height) / unit
    summary[7] = state.turn[g] / (task.width * task.height) / unit
    for action in range(1, 5):
        cost = mazes.weights[m, here, action]
        summary[7 + action] = unit / cost if cost > 0 else 0
    return n


@compiled_reordered
def _normalize(x, out):
    """Every row of x (T, C) with mean 0 and variance 1."""
    T, C = x.shape
    for t in range(T):
        total, squares = np.float32(0), np.float32(0)
        for c in range(C):
            total += x[t, c]
        mean = total / np.float32(C)
        for c in range(C):
            out[t, c] = x[t, c] - mean
            squares += out[t, c] * out[t, c]
        factor = np.float32(1) / np.sqrt(squares / np.float32(C) + np.float32(1e-5))
        for c in range(C):
            out[t, c] *= factor


@compiled
def _pair_bias(g, state, turns, slots, far, tables, bias):
    """The bias of each pair of cheeses of one game for the heads of all layers, (K, K, L * H)."""
    near, races = tables.between, tables.races
    K, n = bias.shape[0], near.shape[1]
    for i in range(K):
        for j in range(K):
            between = min(np.int64(state.between[g, slots[i], slots[j]]), far)
            a = turns[i, 0] + between - turns[j, 1] + far
            b = turns[i, 1] + between - turns[j, 0] + far
            c = turns[i, 0] + between - turns[j, 2] + far
            for h in range(n):
                bias[i, j, h] = near[between, h] + races[0, a, h] + races[1, b, h] + races[2, c, h]


@compiled_reordered
def _attend(qkv, bias, first_head, n_heads, mixed):
    """Attention between the cheeses of one game: (K, 3C), (K, K, L * H) -> (K, C) in `mixed`."""
    K, C = mixed.shape
    D = C // n_heads
    query, key = np.empty((K, D), np.float32), np.empty((D, K), np.float32)
    # A last column of ones: the product then sums the weights of the softmax on the way.
    value = np.ones((K, D + 1), np.float32)
    for head in range(n_heads):
        for i in range(K):
            for d in range(D):
                query[i, d] = qkv[i, head * D + d]
                key[d, i] = qkv[i, C + head * D + d]
                value[i, d] = qkv[i, 2 * C + head * D + d]
        scores = np.dot(query, key)  # (K, K)
        for i in range(K):
            for j in range(K):
                scores[i, j] += bias[i, j, first_head + head]
            for j in range(K):
                scores[i, j] = _exp(scores[i, j])
        sums = np.dot(scores, value)  # (K, D + 1)
        for i in range(K):
            for d in range(D):
                mixed[i, head * D + d] = sums[i, d] / sums[i, D]


@compiled
def _add(x, y, bias):
    for t in range(x.shape[0]):
        for c in range(x.shape[1]):
            x[t, c] += y[t, c] + bias[c]


@compiled
def forward(start, stop, state, mazes, task, weights, tables, policy, values):
    """Fill policy (N, K) of the games, -inf where no cheese is, and values (B,)."""
    K, C, far = state.slots.shape[1], weights.start.shape[0], np.int64(FAR) * task.unit
    L, n_biases = weights.qkv.shape[0], tables.between.shape[1]
    for first in range(start, stop, GAMES_AT_ONCE):
        B = min(GAMES_AT_ONCE, stop - first)
        bounds = np.zeros(B + 1, np.int64)
        features = np.empty((B * K, N_FEATURES), np.float32)
        turns, slots = np.empty((B * K, 3), np.int64), np.empty(B * K, np.int64)
        summary = np.empty((B, N_SUMMARY), np.float32)
        for b in range(B):
            t = bounds[b]
            n = _observe(
                first + b, state, mazes, task, features[t:], turns[t:], slots[t:], summary[b]
            )
            bounds[b + 1] = t + n
        T = bounds[B]
        x = np.dot(features[:T], weights.token)  # (T, C)
        whole = np.dot(summary, weights.summary)  # (B, C)
        biases = np.empty(n_biases * B * K * K, np.float32)
        for b in range(B):
            n, t = bounds[b + 1] - bounds[b], bounds[b]
            for i in range(t, bounds[b + 1]):
                for c in range(C):
                    x[i, c] += whole[b, c] + weights.start[c]
            at = b * K * K * n_biases
            bias = biases[at : at + n * n * n_biases].reshape(n, n, n_biases)
            _pair_bias(task.rows[first + b], state, turns[t:], slots[t:], far, tables, bias)
        y, mixed = np.empty_like(x), np.empty_like(x)
        for layer in range(L):
            _normalize(x, y)
            qkv = np.dot(y, weights.qkv[layer])  # (T, 3C)
            for t in range(T):
                for c in range(3 * C):
                    qkv[t, c] += weights.qkv_bias[layer, c]
            for b in range(B):
                n, t = bounds[b + 1] - bounds[b], bounds[b]
                at = b * K * K * n_biases
                bias = biases[at : at + n * n * n_biases].reshape(n, n, n_biases)
                rows = mixed[t : t + n]
                _attend(qkv[t : t + n], bias, layer * weights.n_heads, weights.n_heads, rows)
            _add(x, np.dot(mixed, weights.out[layer]), weights.out_bias[layer])
            _normalize(x, y)
            hidden = np.dot(y, weights.expand[layer])  # (T, F)
            for t in range(T):
                for f in range(hidden.shape[1]):
                    hidden[t, f] = max(hidden[t, f] + weights.expand_bias[layer, f], np.float32(0))
            _add(x, np.dot(hidden, weights.project[layer]), weights.project_bias[layer])
        _normalize(x, y)
        heads = np.dot(y, weights.heads)  # (T, 2)
        for b in range(B):
            g, total = task.rows[first + b], np.float32(0)
            for t in range(bounds[b], bounds[b + 1]):
                policy[g, slots[t]] = heads[t, 0] + weights.heads_bias[0]
                total += heads[t, 1]
            n = max(bounds[b + 1] - bounds[b], 1)
            values[first + b] = total / np.float32(n) + weights.heads_bias[1]


def compiled_policy_and_value(
    model: nn.Module, games: Games, side: int, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What a `CheeseTransformer` says about some games; see `policy_and_value`."""
    packed, state = pack(model), games.state
    policy = np.full((games.n, state.slots.shape[1]), -np.inf, np.float32)
    values = np.zeros(len(rows), np.float32)
    games.between()
    units = games.pool.time_units[state.maze[rows]]
    for unit in np.unique(units):
        chosen = units == unit
        some = np.ascontiguousarray(rows[chosen], np.int64)
        eaten = greedy_rollout(games, side, some)
        task = KernelTask(side, some, eaten, int(unit), games.preset.width, games.preset.height)
        found = np.empty(len(some), np.float32)
        arguments = (state, games.pool.mazes, task, packed.weights, packed.tables(int(unit)))
        parallel_for(forward, len(some), *arguments, policy, found, grain_size=GAMES_AT_ONCE)
        values[chosen] = found
    return policy, values
