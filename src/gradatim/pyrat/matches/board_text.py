"""A board as an image for terminals, and in plain characters.

The image has `size` pixels per cell and one per wall. Two pixels, one above the other, make one
character (the upper half block), so pixels are about square. Mud is brown, the darker the deeper.
"""

from typing import NamedTuple

import numpy as np
from rich.style import Style
from rich.text import Text

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import EAST, SOUTH, Maze
from gradatim.pyrat.game.rules import GameRecord

HOLE, FLOOR, WALL = (13, 17, 23), (43, 49, 60), (110, 118, 135)
RAT, PYTHON, CHEESE = (88, 166, 255), (63, 205, 110), (255, 205, 60)
MUD_LIGHT, MUD_DEEP = np.array((150, 106, 60)), np.array((84, 52, 22))
DEEPEST = 10  # turns; deeper mud looks the same


class BoardState(NamedTuple):
    """Where the players and the cheese of one game are."""

    position: tuple[int, int]
    cheese: np.ndarray  # (C,) bool


def board_of(games: Games, g: int = 0) -> BoardState:
    """The board of one of the games."""
    position = games.state.position[g]
    return BoardState((int(position[0]), int(position[1])), games.state.cheese[g])


def board_at(record: GameRecord, t: int) -> BoardState:
    """The board of a recorded game after t turns."""
    return BoardState((int(record.position[t, 0]), int(record.position[t, 1])), record.cheese[t])


def board_text(maze: Maze, board: BoardState) -> str:
    """The board in plain characters: R rat, P python, X both, o cheese, ~ mud, # wall or hole."""
    weights = maze.weights()
    rows = [["#"] * (2 * maze.width + 1) for _ in range(2 * maze.height + 1)]
    for cell in maze.order.tolist():
        y, x = 2 * (cell // maze.width) + 1, 2 * (cell % maze.width) + 1
        rows[y][x] = "o" if board.cheese[cell] else " "
        for action, dy, dx in ((EAST, 0, 1), (SOUTH, 1, 0)):
            if weights[cell, action]:
                rows[y + dy][x + dx] = "~" if weights[cell, action] > 1 else " "
    rat, python = board.position
    for cell, letter in ((rat, "R"), (python, "P" if rat != python else "X")):
        rows[2 * (cell // maze.width) + 1][2 * (cell % maze.width) + 1] = letter
    return "\n".join("".join(row) for row in rows)


def background(maze: Maze, size: int) -> np.ndarray:
    """The empty maze, (H (size + 1) + 1, W (size + 1) + 1, 3) uint8."""
    step = size + 1
    image = np.empty((maze.height * step + 1, maze.width * step + 1, 3), np.uint8)
    image[:] = HOLE
    weights = maze.weights()
    cells = maze.order.tolist()
    for cell in cells:  # a frame around every cell that exists, then the passages
        y, x = cell // maze.width * step, cell % maze.width * step
        image[y : y + step + 1, x : x + step + 1] = WALL
    for cell in cells:
        y, x = cell // maze.width * step + 1, cell % maze.width * step + 1
        image[y : y + size, x : x + size] = FLOOR
        for action in (EAST, SOUTH):
            weight = int(weights[cell, action])
            if not weight:
                continue
            color = FLOOR if weight == 1 else _mud(weight)
            if action == EAST:
                image[y : y + size, x + size] = color
            else:
                image[y + size, x : x + size] = color
    _open_corners(image, step)
    return image


def _open_corners(image: np.ndarray, step: int) -> None:
    """A corner between four open passages is floor, or an open board would be full of dots."""
    wall = np.array(WALL, np.uint8)
    for y in range(step, image.shape[0] - 1, step):
        for x in range(step, image.shape[1] - 1, step):
            around = (image[y - 1, x], image[y + 1, x], image[y, x - 1], image[y, x + 1])
            if not any((pixel == wall).all() or (pixel == HOLE).all() for pixel in around):
                image[y, x] = FLOOR


def _mud(weight: int) -> np.ndarray:
    depth = min(weight - 2, DEEPEST - 2) / (DEEPEST - 2)
    return (MUD_LIGHT * (1 - depth) + MUD_DEEP * depth).astype(np.uint8)


def draw(empty: np.ndarray, maze: Maze, board: BoardState, size: int) -> np.ndarray:
    """The board at one time: the image of `background` with cheese and players on it."""
    image = empty.copy()
    for cell in np.flatnonzero(board.cheese).tolist():
        _dot(image, maze, cell, size, CHEESE, margin=size // 3)
    rat, python = board.position
    _dot(image, maze, rat, size, RAT, margin=0)
    _dot(image, maze, python, size, PYTHON, margin=0)
    if rat == python and size > 1:  # both: half of each
        y, x = rat // maze.width * (size + 1) + 1, rat % maze.width * (size + 1) + 1
        left = image[y : y + size, x : x + (size + 1) // 2]
        left[(left == PYTHON).all(axis=2)] = RAT
    return image


def _dot(
    image: np.ndarray,
    maze: Maze,
    cell: int,
    size: int,
    color: tuple[int, int, int],
    *,
    margin: int,
) -> None:
    y, x = cell // maze.width * (size + 1) + 1, cell % maze.width * (size + 1) + 1
    low_y, high_y, low_x, high_x = y + margin, y + size - margin, x + margin, x + size - margin
    corners = image[[low_y, low_y, high_y - 1, high_y - 1], [low_x, high_x - 1, low_x, high_x - 1]]
    image[low_y:high_y, low_x:high_x] = color
    if high_y - low_y > 2:  # a little rounder
        image[[low_y, low_y, high_y - 1, high_y - 1], [low_x, high_x - 1, low_x, high_x - 1]] = (
            corners
        )


def half_blocks(image: np.ndarray) -> Text:
    """The image as a `rich.text.Text`: two rows of pixels per line."""
    if len(image) % 2:
        image = np.concatenate([image, np.full_like(image[:1], HOLE)])
    text = Text(no_wrap=True, end="")
    for top, bottom in zip(image[::2].tolist(), image[1::2].tolist(), strict=True):
        for upper, lower in zip(top, bottom, strict=True):
            style = Style.parse(f"rgb({_rgb(upper)}) on rgb({_rgb(lower)})")
            text.append("▀", style)
        text.append("\n")
    return text


def _rgb(color: list[int]) -> str:
    return ",".join(map(str, color))
