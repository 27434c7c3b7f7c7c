"""A player of PyRat that a network drives, written by `gradatim pyrat export`.

Keep weights.npz beside this file. It needs the official game (pyrat-game) and NumPy:

    from player import NetworkPlayer
    game.add_player(NetworkPlayer(), team="A")

In preprocessing it measures all travel times; a turn is one pass through the network.

Shapes: C cells of the board, K cheeses, W width of the network.
"""

import heapq
from pathlib import Path

import numpy as np

from pyrat import Action, Player

FACTS: dict = {}  # name, n_layers, n_heads

FADES = (1.5, 4.0, 10.0)
FAR = 200.0
PATIENCE = 2  # changes of mind before it goes where it is going


def travel_times(maze, start):
    """Turns from a cell to every cell, by Dijkstra's rule."""
    times = {start: 0}
    queue = [(0, start)]
    while queue:
        time, cell = heapq.heappop(queue)
        if time > times[cell]:
            continue
        for neighbour in maze.get_neighbors(cell):
            later = time + maze.get_weight(cell, neighbour)
            if later < times.get(neighbour, FAR * 10):
                times[neighbour] = later
                heapq.heappush(queue, (later, neighbour))
    return times


def time_features(turns):
    return np.stack([*(np.exp(-turns / fade) for fade in FADES), turns / 20], axis=-1)


def normalise(x, weight, bias):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * weight + bias


def forward(weights, n_layers, n_heads, tokens, between, summary):
    """How good each cheese is as a goal, (K,), all of them present; (K, 9), (K, K), (12,)."""

    def linear(name, x):
        return x @ weights[name + ".weight"].T + weights[name + ".bias"]

    def norm(name, x):
        return normalise(x, weights[name + ".weight"], weights[name + ".bias"])

    mine, theirs = np.minimum(tokens[:, 1], FAR), np.minimum(tokens[:, 2], FAR)
    between = np.minimum(between, FAR)
    race = mine - theirs
    x = np.concatenate(
        [
            time_features(mine),
            time_features(theirs),
            tokens[:, 3:],
            np.tanh(race)[:, None],
            np.tanh(race / 6)[:, None],
        ],
        axis=1,
    )
    x = linear("embed_token", x) + linear("embed_summary", summary)  # (K, W)
    my_delay = mine[:, None] + between - theirs[None, :]
    their_delay = theirs[:, None] + between - mine[None, :]
    pairs = [np.exp(-between / fade) for fade in FADES] + [between / 20]
    pairs += [np.tanh(delay / fade) for delay in (my_delay, their_delay) for fade in (1.0, 6.0)]
    biases = linear("bias", np.stack(pairs, axis=-1)).transpose(2, 0, 1)  # (layers * heads, K, K)
    K, W = x.shape
    for layer in range(n_layers):
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


def ways(maze, cell):
    """The next cell to the north, east, south and west; None where there is no passage."""
    width, open_to = maze.get_width(), set(maze.get_neighbors(cell))
    row, column = divmod(cell, width)
    around = ((row - 1, column), (row, column + 1), (row + 1, column), (row, column - 1))
    cells = [r * width + c if 0 <= c < width else None for r, c in around]
    return [near if near in open_to else None for near in cells]


class NetworkPlayer(Player):
    """Walks to the cheese that the network likes best."""

    def __init__(self, name=None, *args, **kwargs):
        super().__init__(name or FACTS["name"], *args, **kwargs)
        with np.load(Path(__file__).with_name("weights.npz"), allow_pickle=False) as file:
            self.weights = {key: file[key] for key in file.files}
        self.times = {}
        self.goal, self.left, self.changes = None, -1, 0

    def preprocessing(self, maze, game_state):
        self.times = {}
        self.goal, self.left, self.changes = None, -1, 0
        self.n_cheese = len(game_state.cheese)
        for cell in game_state.cheese:
            self._from(maze, cell)

    def _from(self, maze, cell):
        """Travel times from a cell, and so to it: ways take as long in both directions."""
        if cell not in self.times:
            self.times[cell] = travel_times(maze, cell)
        return self.times[cell]

    def turn(self, maze, game_state):
        me = self.get_name()
        other = next((p for p in game_state.player_locations if p != me), me)
        place, mud = {}, {}
        for player in (me, other):
            crossing = game_state.muds[player]
            stuck = crossing["target"] is not None
            place[player] = crossing["target"] if stuck else game_state.player_locations[player]
            mud[player] = crossing["count"] if stuck else 0
        here = place[me]
        cheese = list(game_state.cheese)
        if not cheese:
            return Action.NOTHING
        scores = self._judge(maze, game_state, me, other, place, mud, cheese)
        best = cheese[int(np.argmax(scores))]
        if len(cheese) != self.left:
            self.left, self.changes = len(cheese), 0
        if self.goal in cheese and best != self.goal:
            if self.changes >= PATIENCE or scores[cheese.index(self.goal)] >= scores.max():
                best = self.goal
            else:
                self.changes += 1
        self.goal = best
        return self._step(maze, here, best)

    def _judge(self, maze, game_state, me, other, place, mud, cheese):
        width, height = maze.get_width(), maze.get_height()
        to = [self._from(maze, cell) for cell in cheese]
        here, there = place[me], place[other]
        mine = np.array([t[here] + mud[me] for t in to], np.float32)
        theirs = np.array([t[there] + mud[other] for t in to], np.float32)
        between = np.array([[t[cell] for cell in cheese] for t in to], np.float32)
        tokens = np.zeros((len(cheese), 9), np.float32)
        tokens[:, 0], tokens[:, 1], tokens[:, 2] = 1, mine, theirs
        cells = np.array(cheese)
        tokens[:, 3] = (cells // width - here // width) / height
        tokens[:, 4] = (cells % width - here % width) / width
        ease = np.zeros(4, np.float32)
        for a, near in enumerate(ways(maze, here)):
            if near is not None:
                cost = maze.get_weight(here, near)
                ease[a] = 1 / cost
                tokens[:, 5 + a] = [t[near] + cost == t[here] for t in to]
        score = game_state.score_per_player
        lead = score[me] - score[other]
        n = max(self.n_cheese, 1)
        summary = np.array(
            [
                score[me] / n,
                score[other] / n,
                len(cheese) / n,
                min(max(lead / len(cheese), -1), 1),
                mud[me] / 10,
                mud[other] / 10,
                self._from(maze, here)[there] / (width + height),
                (game_state.turn - 1) / (width * height),
                *ease,
            ],
            np.float32,
        )
        return forward(self.weights, FACTS["n_layers"], FACTS["n_heads"], tokens, between, summary)

    def _step(self, maze, here, goal):
        """The first of north, east, south, west that begins a shortest path."""
        times = self._from(maze, goal)
        actions = (Action.NORTH, Action.EAST, Action.SOUTH, Action.WEST)
        for near, action in zip(ways(maze, here), actions, strict=True):
            if near is not None and times[near] + maze.get_weight(here, near) == times[here]:
                return action
        return Action.NOTHING
