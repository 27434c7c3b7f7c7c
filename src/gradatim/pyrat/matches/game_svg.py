"""A game that plays by itself: one drawing that needs no script, to be shown as an image.

Shapes: T turns, C cells of the board.
"""

from html import escape

import numpy as np

from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.game.rules import GameRecord
from gradatim.pyrat.matches.board_svg import CELL, STYLE, cell_center, walls_and_mud

SECONDS = 6.0  # of the whole game
# An image is a document of its own: the variables of the page around it are not there.
COLORS = """<style>
svg { --paper: #fff; --ink: #17202c; --rule: #c9d0d8; --faint: #8796a6; --series-1: #1f5fbf;
  --series-3: #1d7d3f; --sans: sans-serif; }
@media (prefers-color-scheme: dark) { svg { --paper: #161c24; --ink: #e3e8ee; --rule: #37424f;
  --faint: #a5b1bf; --series-1: #6ea8ff; --series-3: #57c785; } }
</style>"""


def game_svg(maze: Maze, game: GameRecord, title: str) -> str:
    """Draw a game as an SVG file whose players walk, once.

    Args:
        maze: its walls and mud.
        game: a position before its first turn and after each of T.
        title: the text alternative.
    """
    width, height = maze.width * CELL, maze.height * CELL
    holes = f'<rect class="holes" width="{width}" height="{height}"/>'
    cheese = [_cheese(maze, game, cell) for cell in np.flatnonzero(game.cheese[0]).tolist()]
    players = [_player(maze, game, side) for side in (0, 1)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="board" role="img" '
        f'viewBox="-2 -2 {width + 4} {height + 4}" width="{2 * width}" height="{2 * height}">'
        f"<title>{escape(title)}</title>{COLORS}{STYLE}"
        f"{holes}{''.join((*walls_and_mud(maze, False), *cheese, *players))}</svg>"
    )


def _cheese(maze: Maze, game: GameRecord, cell: int) -> str:
    """A piece of cheese, which goes in the turn in which it is taken."""
    x, y = cell_center(maze, cell)
    there = game.cheese[:, cell]
    gone = ""
    if not there.all():
        begin = SECONDS * int(there.argmin()) / (len(there) - 1)
        gone = f'<set attributeName="opacity" to="0" begin="{begin:.2f}s" fill="freeze"/>'
    return f'<circle class="cheese" cx="{x:g}" cy="{y:g}" r="2.6">{gone}</circle>'


def _player(maze: Maze, game: GameRecord, side: int) -> str:
    """A player that walks from cell to cell, in mud slowly from one to the next."""
    places = [
        _place(maze, cell, target, left)
        for cell, target, left in zip(
            game.position[:, side].tolist(),
            game.mud_target[:, side].tolist(),
            game.mud_left[:, side].tolist(),
            strict=True,
        )
    ]
    values = ";".join(f"{x:.1f} {y:.1f}" for x, y in places)
    kind, letter, shift = (("rat", "R", -2), ("python", "P", 2))[side]  # both in one cell are seen
    x, y = places[0]
    return (
        f'<g class="player" transform="translate({x:.1f} {y:.1f})"><circle class="{kind}" '
        f'cx="{shift}" r="6.4"/><text x="{shift}" y=".5">{letter}</text><animateTransform '
        f'attributeName="transform" type="translate" values="{values}" dur="{SECONDS:g}s" '
        f'fill="freeze"/></g>'
    )


def _place(maze: Maze, cell: int, target: int, left: int) -> tuple[float, float]:
    """Where a player is drawn: in mud on its way, which the turns left tell."""
    x, y = cell_center(maze, cell)
    if left == 0 or target < 0:
        return x, y
    to_x, to_y = cell_center(maze, target)
    part = 1 / (left + 1)
    return x + part * (to_x - x), y + part * (to_y - y)
