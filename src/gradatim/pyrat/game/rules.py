"""The rules of one turn, compiled once and used everywhere; and `replay`, which checks them.

A turn (official `Game.__determine_new_game_state`), both players at the same time:
1. A player that is not crossing mud and chooses an open passage starts to cross it. A wall, a hole
   or "nothing" leaves it where it is. A player in mud cannot choose.
2. A passage of weight w takes w turns, this one included; a free passage is a mud of one turn.
   While crossing, the player still stands on the cell that it left.
3. Cheese under one player gives it 1 point, under both players 1/2 each.
The game is over when no cheese is left or when the one behind can no longer draw level.

Shapes: N games, C cells, T turns; players are 0 and 1.
"""

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.jit import compiled, inlined
from gradatim.pyrat.game.maze import ACTIONS, Maze, steps

NO_CELL = -1


class Passages(NamedTuple):
    """The mazes, as a turn needs them; out of `maze_pool.Mazes`."""

    weights: np.ndarray  # (M, C, 5) uint8, turns to leave a cell by each action, 0: no passage
    step: np.ndarray  # (5,) int64, what each action adds to the cell


class Board(NamedTuple):
    """What a turn changes; out of `engine.State`."""

    position: np.ndarray  # (N, 2) int16
    mud_target: np.ndarray  # (N, 2) int16
    mud_left: np.ndarray  # (N, 2) uint8
    score: np.ndarray  # (N, 2) float32
    cheese: np.ndarray  # (N, C) bool


@inlined
def play_turn(g, m, mazes, actions, board):
    """Play one turn of game g; what each player gains, and how many pieces were eaten (0, 1 or 2).

    Args:
        g, m: which game and which maze, unsigned (a signed index would be checked for its sign).
        mazes: a `Passages`.
        actions: (N, 2) int8.
        board: a `Board`, changed in place. Whoever plays many turns makes it once, before the
            loop: to take an array out of a tuple counts a reference.
    """
    weights, step = mazes
    position, mud_target, mud_left, score, cheese = board
    for p in range(2):
        player = np.uint64(p)
        left = np.int64(mud_left[g, player])
        target = np.int64(mud_target[g, player])
        cell = np.int64(position[g, player])
        # Both values are read in any case: a select is faster than a branch that is mispredicted.
        action = np.uint64(actions[g, player])
        weight = np.int64(weights[m, np.uint64(cell), action])
        chosen = cell + step[action]
        target = chosen if left == 0 else target
        left = weight if left == 0 else left
        arrives = left == 1
        left -= left > 0
        position[g, player] = target if arrives else cell
        mud_target[g, player] = target if left > 0 else NO_CELL
        mud_left[g, player] = left
    first, second = np.uint64(position[g, 0]), np.uint64(position[g, 1])
    eats_first, eats_second = cheese[g, first], cheese[g, second]
    if not (eats_first | eats_second):  # most turns: all that follows is skipped
        return np.float32(0), np.float32(0), 0
    cheese[g, first] = False
    cheese[g, second] = False
    points = np.float32(0.5) if first == second else np.float32(1)
    gain_0, gain_1 = points * np.float32(eats_first), points * np.float32(eats_second)
    score[g, 0] += gain_0
    score[g, 1] += gain_1
    return gain_0, gain_1, int(eats_first) + int(eats_second and first != second)


@inlined
def is_over(score_0, score_1, cheese_left):
    """Whether the ranking is settled (official `GameState.game_over` for two teams)."""
    return cheese_left == 0 or abs(score_0 - score_1) > cheese_left


@dataclass(frozen=True, eq=False)
class GameRecord:
    """A game before its first turn and after each of T; `record["score"]` is `record.score`."""

    position: np.ndarray  # (T + 1, 2) int16, cell of each player
    mud_target: np.ndarray  # (T + 1, 2) int16, cell at the end of the mud, -1 outside mud
    mud_left: np.ndarray  # (T + 1, 2) int16, turns left in the mud
    score: np.ndarray  # (T + 1, 2) float32
    cheese: np.ndarray  # (T + 1, C) bool, where cheese lies
    over: np.ndarray  # (T + 1,) bool, whether the official game has stopped

    def __getitem__(self, name: str) -> np.ndarray:
        return getattr(self, name)

    def names(self) -> list[str]:
        """Names of the arrays."""
        return [field.name for field in fields(self)]


@compiled
def _replay(mazes, actions, board, over):
    """Play T turns; row t + 1 of each array of `board` is the game after turn t."""
    position, mud_target, mud_left, score, cheese = board
    n_left = int(cheese[0].sum())
    over[0] = is_over(score[0, 0], score[0, 1], n_left)
    for t in range(len(actions)):
        for history in (position, mud_target):
            history[t + 1] = history[t]
        mud_left[t + 1] = mud_left[t]
        score[t + 1] = score[t]
        cheese[t + 1] = cheese[t]
        now = slice(t + 1, t + 2)
        after = Board(position[now], mud_target[now], mud_left[now], score[now], cheese[now])
        turn = play_turn(np.uint64(0), np.uint64(0), mazes, actions[t : t + 1], after)
        # Half points are given, but whole pieces eaten: the score alone does not tell how many are
        # left.
        n_left -= turn[2]
        over[t + 1] = is_over(score[t + 1, 0], score[t + 1, 1], n_left)


def replay(
    maze: dict[int, dict[int, int]],
    width: int,
    height: int,
    starts: tuple[int, int],
    cheese: list[int],
    actions: np.ndarray,
) -> GameRecord:
    """Play given actions by the official rules and return the game before and after every turn.

    Args:
        maze: the official dict of dicts, {cell: {neighbor: turns}}.
        width, height: of the maze, in cells.
        starts: cell of each of the two players.
        cheese: cells with cheese, none of them a start.
        actions: int array (T, 2): 0 nothing, 1 north, 2 east, 3 south, 4 west. What a player
            chooses while it is in mud is ignored. All rows are played: after the turn in which
            `over` becomes true (the official game stops there) the same rules simply go on.

    Raises:
        UserError: a maze that is not symmetric, cells outside the maze, or an unknown action.
    """
    grid = Maze.from_dict(maze, width, height)
    where = check_placement(grid.order.tolist(), starts, cheese)
    moves = np.asarray(actions)
    if moves.size == 0:
        moves = moves.reshape(0, 2).astype(np.int8)
    if moves.ndim != 2 or moves.shape[1] != 2 or moves.dtype.kind not in "iu":
        raise UserError(f"actions must be whole numbers of shape (T, 2), not {moves.shape}.")
    if moves.size and not (moves.min() >= 0 and moves.max() < len(ACTIONS)):
        wrong = moves[(moves < 0) | (moves >= len(ACTIONS))][0]
        raise UserError(f"unknown action {wrong}: allowed are 0 to 4 ({', '.join(ACTIONS)}).")
    T, C = len(moves), width * height
    position = np.zeros((T + 1, 2), np.int16)
    position[0] = where
    mud_target = np.full((T + 1, 2), NO_CELL, np.int16)
    mud_left = np.zeros((T + 1, 2), np.uint8)
    score = np.zeros((T + 1, 2), np.float32)
    lies = np.zeros((T + 1, C), np.bool_)
    lies[0, list(cheese)] = True
    over = np.zeros(T + 1, np.bool_)
    passages = Passages(grid.weights()[None], np.array(steps(width), np.int64))
    moves = np.ascontiguousarray(moves, np.int8)
    _replay(passages, moves, Board(position, mud_target, mud_left, score, lies), over)
    return GameRecord(position, mud_target, mud_left.astype(np.int16), score, lies, over)


def check_placement(
    cells: list[int], starts: tuple[int, int], cheese: list[int]
) -> tuple[int, int]:
    """The two starts, if they and the cheese lie on allowed cells; else a `UserError`."""
    exist = set(cells)
    if len(starts) != 2:
        raise UserError(f"a game has two players, but {len(starts)} starts were given.")
    for kind, places in (("start", starts), ("cheese", cheese)):
        for cell in places:
            if int(cell) not in exist:
                raise UserError(f"the {kind} {cell} is not a cell of the maze.")
    if len({int(cell) for cell in cheese}) != len(cheese):
        raise UserError("two pieces of cheese lie on the same cell; every cell holds one.")
    for cell in starts:
        if int(cell) in {int(c) for c in cheese}:
            raise UserError(f"cell {cell} is a start and cannot hold cheese.")
    return int(starts[0]), int(starts[1])
