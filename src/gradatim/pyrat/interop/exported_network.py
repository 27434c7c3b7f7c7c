"""What an exported player computes: travel times, and a network's forward pass.

`gradatim pyrat export` writes it into the file of the player (`exported_player`).

Shapes: C cells of the board, K cheeses, W width of the network.
"""

import heapq
import time

import numpy as np

TIME_SCALES = (1.5, 4.0, 10.0)
FAR = 200.0
NO_TIME = 32767.0  # turns to a cell that cannot be reached


def passages(maze):
    """From every cell the cells around it and the turns to get there."""
    return {
        cell: [(near, maze.get_weight(cell, near)) for near in maze.get_neighbors(cell)]
        for cell in maze.get_vertices()
    }


def travel_times(graph, n_cells, start):
    """Turns from a cell to every cell, (C,), by Dijkstra's rule."""
    times = np.full(n_cells, NO_TIME, np.float32)
    best = {start: 0}
    queue = [(0, start)]
    while queue:
        now, cell = heapq.heappop(queue)
        if now > best[cell]:
            continue
        times[cell] = now
        for near, turns in graph[cell]:
            later = now + turns
            if later < best.get(near, NO_TIME):
                best[near] = later
                heapq.heappush(queue, (later, near))
    return times


def time_features(turns):
    return np.stack([*(np.exp(-turns / scale) for scale in TIME_SCALES), turns / 20], axis=-1)


def normalize(x, weight, bias):
    centered = x - x.mean(-1, keepdims=True)
    return centered / np.sqrt((centered**2).mean(-1, keepdims=True) + 1e-5) * weight + bias


def forward(weights, n_layers, n_heads, tokens, between, summary, deadline=float("inf")):
    """How good each cheese is as a goal, (K,); None if it is not computed by the deadline.

    All cheeses are present; (K, 11), (K, K), (12,), a time of time.monotonic().
    """

    def linear(name, x):
        return x @ weights[name + ".weight"].T + weights[name + ".bias"]

    def norm(name, x):
        return normalize(x, weights[name + ".weight"], weights[name + ".bias"])

    mine, theirs = np.minimum(tokens[:, 1], FAR), np.minimum(tokens[:, 2], FAR)
    between, eaten = np.minimum(between, FAR), np.minimum(tokens[:, 9], FAR)
    parts = [*map(time_features, (mine, theirs, eaten)), tokens[:, 3:9], tokens[:, 10:]]
    for race in (mine - theirs, mine - eaten):
        parts += [np.tanh(race)[:, None], np.tanh(race / 6)[:, None]]
    x = np.concatenate(parts, axis=1)
    x = linear("embed_token", x) + linear("embed_summary", summary)  # (K, W)
    by_me, by_them = mine[:, None] + between, theirs[:, None] + between
    delays = (by_me - theirs, by_them - mine, by_me - eaten)
    pairs = [np.exp(-between / scale) for scale in TIME_SCALES] + [between / 20]
    pairs += [np.tanh(delay / scale) for delay in delays for scale in (1.0, 6.0)]
    biases = linear("bias", np.stack(pairs, axis=-1)).transpose(2, 0, 1)  # (layers * heads, K, K)
    K, W = x.shape
    for layer in range(n_layers):
        if time.monotonic() > deadline:
            return None
        name = f"layers.{layer}."
        qkv = linear(name + "attention.qkv", norm(name + "attention_norm", x))
        query, key, value = qkv.reshape(K, 3, n_heads, W // n_heads).transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(W // n_heads)
        scores = scores + biases[layer * n_heads : (layer + 1) * n_heads]
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores = scores / scores.sum(-1, keepdims=True)
        mixed = (scores @ value).transpose(1, 0, 2).reshape(K, W)
        x = x + linear(name + "attention.out", mixed)
        hidden = linear(name + "feed_forward.expand", norm(name + "feed_forward_norm", x))
        x = x + linear(name + "feed_forward.project", np.maximum(hidden, 0))
    return linear("policy", norm("norm", x))[:, 0]
