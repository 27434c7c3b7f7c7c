"""What a player sees, in four forms for four kinds of network; written by compiled code.

    nearest   the nearest cheeses in order, one vector for all boards: an MLP learns it in a minute
    flat      the lab's canvas: a map of cheese centered on the player, for linear models and MLPs
    planes    the board as an image, for convolutions
    entities  one token per cheese, for attention: the maze enters as travel times only

"I" is the player on `side`, "the other" its opponent. A player in mud counts as standing at the end
of the mud, and its turns left in mud are added to its travel times.

Shapes: N games, K slots of cheese, W x H the board, F features. Times are divided by W + H.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import compiled, inlined
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.game.shortest_paths import UNREACHABLE

PLANES = (
    "pass north",  # 1 / turns to leave the cell northwards, 0 for a wall
    "pass east",
    "pass south",
    "pass west",
    "cell",  # 1 where the maze has a cell, 0 for a hole
    "cheese",
    "me",
    "other",
    "my time",  # travel time from me
    "other's time",
    "my mud",  # turns left in mud / 10, everywhere the same
    "other's mud",
    "lead",  # (my score - the other's) / cheese at the start, everywhere the same
    "cheese left",  # fraction of the cheese at the start, everywhere the same
)
TOKEN_FEATURES = (
    "present",
    "my time",
    "other's time",
    "rows from me",  # divided by H, south is positive
    "columns from me",  # divided by W, east is positive
    "north leads there",  # 1 where the action begins a shortest path of mine
    "east leads there",
    "south leads there",
    "west leads there",
)
GLOBAL_FEATURES = (
    "my score",  # fraction of the cheese at the start
    "other's score",
    "cheese left",
    "lead by cheese left",  # at 1 or -1 the game is decided
    "my mud",  # turns / 10
    "other's mud",
    "time between us",
    "turn",  # divided by W * H
    "pass north",  # 1 / turns to leave my cell, 0 for a wall
    "pass east",
    "pass south",
    "pass west",
)
N_NEAREST = 8  # cheeses in the vector of `observe_nearest`
NEAREST_FEATURES = (
    "my nearness",  # 1 / (1 + turns); 0 in all features where no cheese is left
    "other's nearness",
    "race",  # tanh of (the other's turns - mine) / 3: above 0 I am there first
    "company",  # sum over the other cheeses of 1 / (1 + turns from this one to them)
    "north leads there",  # as in TOKEN_FEATURES
    "east leads there",
    "south leads there",
    "west leads there",
)


class Entities(NamedTuple):
    """One token per piece of cheese, and a summary of the whole game."""

    tokens: np.ndarray  # (N, K, 9) float32, see TOKEN_FEATURES; all 0 where no cheese is
    between: np.ndarray  # (N, K, K) int16, turns between cheeses; the engine's own array, no copy
    summary: np.ndarray  # (N, 12) float32, see GLOBAL_FEATURES


@inlined
def decision_cell(state, g, player):
    """The cell in which a player decides next: where it stands, or the end of its mud."""
    left = state.mud_left[g, player] > 0
    return np.uint64(state.mud_target[g, player] if left else state.position[g, player])


@compiled
def _flat(start, stop, state, side, width, height, canvas):
    for game in range(start, stop):
        g = np.uint64(game)  # unsigned: Numba checks a signed index for its sign
        canvas[g] = 0
        for channel in range(2):
            cell = np.int64(decision_cell(state, g, side if channel == 0 else 1 - side))
            up, left = height - 1 - cell // width, width - 1 - cell % width
            for k in range(state.slots.shape[1]):
                if state.present[g, np.uint64(k)]:
                    cheese = np.int64(state.slots[g, np.uint64(k)])
                    canvas[g, channel, cheese // width + up, cheese % width + left] = 1


@compiled
def _planes(start, stop, state, mazes, side, width, height, ease, planes):
    C, K = width * height, state.slots.shape[1]
    scale = np.float32(1 / (width + height))
    for game in range(start, stop):
        g = np.uint64(game)
        m = np.uint64(state.maze[g])
        for i in range(C):
            cell = np.uint64(i)
            sum_of_turns = 0
            for action in range(1, 5):
                turns = mazes.weights[m, cell, np.uint64(action)]
                sum_of_turns += turns
                planes[g, np.uint64(action - 1), cell] = ease[np.uint64(turns)]
            planes[g, 4, cell] = sum_of_turns > 0
        for i in range(C):
            cell = np.uint64(i)
            planes[g, 5, cell] = state.cheese[g, cell]
        for channel in range(2):
            player = side if channel == 0 else 1 - side
            here = decision_cell(state, g, player)
            mud = np.int32(state.mud_left[g, player])
            planes[g, 6 + channel] = 0
            planes[g, 6 + channel, here] = 1
            times = planes[g, 8 + channel]
            for i in range(C):
                cell = np.uint64(i)
                time = np.int32(mazes.travel[m, here, cell])
                times[cell] = (time + mud) * scale if time < UNREACHABLE else np.float32(0)
            planes[g, 10 + channel] = mud * np.float32(0.1)
        planes[g, 12] = (state.score[g, side] - state.score[g, 1 - side]) / K
        planes[g, 13] = state.cheese_left[g] / np.float32(K)


@compiled
def _entities(start, stop, state, mazes, side, width, height, tokens, summary):
    K = state.slots.shape[1]
    scale = np.float32(1 / (width + height))
    by_row, by_column = np.float32(1 / height), np.float32(1 / width)
    other = 1 - side
    for game in range(start, stop):
        g = np.uint64(game)
        m = np.uint64(state.maze[g])
        mine, theirs = decision_cell(state, g, side), decision_cell(state, g, other)
        my_mud, their_mud = np.int64(state.mud_left[g, side]), np.int64(state.mud_left[g, other])
        my_row, my_column = np.int64(mine) // width, np.int64(mine) % width
        for slot in range(K):
            k = np.uint64(slot)
            if not state.present[g, k]:
                for f in range(9):
                    tokens[g, k, f] = 0
                continue
            cell = np.uint64(state.slots[g, k])
            moves = np.int64(mazes.first_moves[m, mine, cell])
            row = np.int64(cell) // width
            column = np.int64(cell) - row * width
            tokens[g, k, 0] = 1
            tokens[g, k, 1] = (mazes.travel[m, mine, cell] + my_mud) * scale
            tokens[g, k, 2] = (mazes.travel[m, theirs, cell] + their_mud) * scale
            tokens[g, k, 3] = (row - my_row) * by_row
            tokens[g, k, 4] = (column - my_column) * by_column
            for action in range(4):
                tokens[g, k, 5 + action] = moves >> action & 1
        left = max(np.int64(state.cheese_left[g]), 1)
        lead = state.score[g, side] - state.score[g, other]
        summary[g, 0] = state.score[g, side] / K
        summary[g, 1] = state.score[g, other] / K
        summary[g, 2] = state.cheese_left[g] / K
        summary[g, 3] = min(max(lead / left, -1), 1)
        summary[g, 4] = my_mud * np.float32(0.1)
        summary[g, 5] = their_mud * np.float32(0.1)
        summary[g, 6] = mazes.travel[m, mine, theirs] * scale
        summary[g, 7] = state.turn[g] / (width * height)
        for action in range(1, 5):
            turns = mazes.weights[m, mine, action]
            summary[g, 7 + action] = np.float32(1) / turns if turns > 0 else np.float32(0)


def observe_flat(games: Games, side: int, out: np.ndarray | None = None) -> np.ndarray:
    """The lab's canvas, (N, 2, 2H - 1, 2W - 1) float32: cheese around me, cheese around the other.

    The first map alone is the input of the course's linear player, both are that of its Q-network.
    """
    width, height = games.preset.width, games.preset.height
    if out is None:
        out = np.empty((games.n, 2, 2 * height - 1, 2 * width - 1), np.float32)
    parallel_for(_flat, games.n, games.state, side, width, height, out, grain_size=256)
    return out


def observe_planes(games: Games, side: int, out: np.ndarray | None = None) -> np.ndarray:
    """The board as an image, (N, 14, H, W) float32; the channels are named in `PLANES`."""
    width, height = games.preset.width, games.preset.height
    if out is None:
        out = np.empty((games.n, len(PLANES), height, width), np.float32)
    ease = np.zeros(256, np.float32)  # 1 / turns; a wall stays 0
    ease[1:] = 1 / np.arange(1, 256)
    flat = out.reshape(games.n, len(PLANES), height * width)
    state, mazes = games.state, games.pool.mazes
    parallel_for(_planes, games.n, state, mazes, side, width, height, ease, flat, grain_size=128)
    return out


def observe_entities(games: Games, side: int, out: Entities | None = None) -> Entities:
    """One token per cheese, travel times between cheeses, and a summary of the game.

    `between` is the engine's own array: copy it to keep it beyond the next step. Rows and columns
    of eaten cheese stay in it; `tokens[..., 0]` says which cheese is present.
    """
    if out is None:
        K = games.state.slots.shape[1]
        out = Entities(
            np.empty((games.n, K, len(TOKEN_FEATURES)), np.float32),
            games.between(),
            np.empty((games.n, len(GLOBAL_FEATURES)), np.float32),
        )
    else:
        games.between()  # `out` holds this very array; the call fills it for new games
    width, height = games.preset.width, games.preset.height
    parallel_for(
        _entities,
        games.n,
        games.state,
        games.pool.mazes,
        side,
        width,
        height,
        out.tokens,
        out.summary,
        grain_size=512,
    )
    return out


def observe_nearest(games: Games, side: int) -> np.ndarray:
    """The nearest cheeses in the order of my travel time, and the summary, (N, 76) float32.

    A step towards the nearest cheese is four inputs of this vector, so a small network begins where
    `greedy` ends, and spends its games on what `greedy` does not see: races, and what comes after.
    """
    seen = observe_entities(games, side)
    present = seen.tokens[..., 0] > 0  # (N, K)
    turns = seen.tokens[..., 1:3] * (games.preset.width + games.preset.height)  # (N, K, 2)
    beside = present[:, None] & ~np.eye(present.shape[1], dtype=bool)  # (N, 1 or K, K)
    company = (beside / (1 + seen.between.astype(np.float32))).sum(2)  # (N, K)
    race = np.tanh((turns[..., 1] - turns[..., 0]) / 3)
    features = np.concatenate(
        [1 / (1 + turns), race[..., None], company[..., None], seen.tokens[..., 5:9]], axis=2
    )
    order = np.where(present, turns[..., 0], np.inf).argsort(1, kind="stable")[:, :N_NEAREST, None]
    nearest = np.zeros((games.n, N_NEAREST, len(NEAREST_FEATURES)), np.float32)
    chosen = np.take_along_axis(features * present[..., None], order, axis=1)
    nearest[:, : chosen.shape[1]] = chosen
    return np.concatenate([nearest.reshape(games.n, -1), seen.summary], axis=1)
