"""Watch a recorded game: in the official window, or as an animation in the terminal."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from rich.console import Console, Group
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gradatim.errors import UserError
from gradatim.pyrat.game.rules import GameRecord
from gradatim.pyrat.matches.board_text import (
    CHEESE,
    PYTHON,
    RAT,
    background,
    board_at,
    board_text,
    draw,
    half_blocks,
)
from gradatim.pyrat.matches.recording import Recording, write_script
from gradatim.spelling import spelled

SIDE_WIDTH = 31  # columns of the panel beside the board
MAX_CELL_SIZE = 4  # pixels


def window_is_possible() -> bool:
    """Whether the official package is installed and there is a display to open a window on."""
    if importlib.util.find_spec("pyrat") is None:
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def watch_in_window(recording: Recording, turns_per_second: float = 10.0) -> None:
    """Show a game in the official window; returns when it is closed.

    Raises:
        UserError: the window could not be opened.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game.py"
        write_script(recording, path, 1 / turns_per_second)
        done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True)
    if done.returncode > 0:
        reason = done.stderr.strip().splitlines() or ["no reason was given"]
        raise UserError(
            f"the official window ended early ({reason[-1]}): try {spelled('terminal', True)}."
        )


def watch_in_terminal(
    recording: Recording, console: Console, turns_per_second: float = 10.0
) -> None:
    """Play the animation; without a terminal or without colors, show the last board only."""
    record = recording.replay()
    last = len(recording.actions)
    if not console.is_terminal or console.color_system is None:
        print(board_text(recording.maze, board_at(record, last)), file=console.file)
        console.print(_result(recording, record))
        return
    size, beside = _layout(recording, console)
    empty = background(recording.maze, size)
    with Live(console=console, auto_refresh=False, screen=True) as live:
        for t in range(last + 1):
            began = time.monotonic()
            live.update(_frame(recording, record, t, empty, size, beside), refresh=True)
            time.sleep(max(0.0, 1 / turns_per_second - (time.monotonic() - began)))
    console.print(_frame(recording, record, last, empty, size, beside))
    console.print(_result(recording, record))


def _layout(recording: Recording, console: Console) -> tuple[int, bool]:
    """The most pixels per cell that fit the terminal, and whether the panel fits beside."""
    maze, best = recording.maze, (1, False)
    for size in range(1, MAX_CELL_SIZE + 1):
        columns = maze.width * (size + 1) + 3
        rows = (maze.height * (size + 1) + 2) // 2 + 2
        if columns + SIDE_WIDTH <= console.width and rows <= console.height:
            best = (size, True)
        elif columns <= console.width and rows + 7 <= console.height:
            best = (size, False)
    return best


def _frame(
    recording: Recording, record: GameRecord, t: int, empty: np.ndarray, size: int, beside: bool
):
    """The board and its panel after t turns."""
    image = draw(empty, recording.maze, board_at(record, t), size)
    board = Padding(half_blocks(image), (1, 1, 0, 1))
    panel = Padding(_panel(recording, record, t), (1, 0, 0, 2))
    if beside:
        grid = Table.grid()
        grid.add_row(board, panel)
        return grid
    return Group(board, panel)


def _panel(recording: Recording, record: GameRecord, t: int) -> Group:
    """Who leads, how much is left, who is stuck."""
    n_cheese = len(recording.cheese)
    left = int(record.cheese[t].sum())
    lines = [
        Text.assemble(("turn ", "dim"), str(t), (f" of {len(recording.actions)}", "dim")),
        Text(),
    ]
    for side, color in ((0, RAT), (1, PYTHON)):
        style = f"rgb({color[0]},{color[1]},{color[2]})"
        score = float(record.score[t, side])
        name = recording.names[side]
        name = name if len(name) <= 20 else f"…{name[-19:]}"
        mud = int(record.mud_left[t, side])
        stuck = f"  mud, {mud} turns" if mud > 1 else "  mud, 1 turn" if mud else ""
        lines.append(Text.assemble(("██ ", style), (name, "bold"), (stuck, "rgb(190,140,80)")))
        full = round(24 * score / n_cheese)
        lines.append(
            Text.assemble(("━" * full, style), ("━" * (24 - full), "rgb(60,66,80)"), f" {score:g}")
        )
        lines.append(Text())
    for line in lines:
        line.no_wrap, line.overflow = True, "ellipsis"
    cheese = f"rgb({CHEESE[0]},{CHEESE[1]},{CHEESE[2]})"
    lines.append(Text.assemble(("██ ", cheese), f"{left}", (" cheese left", "dim")))
    return Group(*lines)


def _result(recording: Recording, record: GameRecord) -> Text:
    """One line: who won."""
    a, b = (float(score) for score in record.score[-1])
    turns = len(recording.actions)
    cut = ", cut off by the turn cap" if recording.capped else ""
    if a == b:
        return Text.assemble(("draw", "bold"), f", {a:g} to {b:g} after {turns} turns{cut}")
    winner = recording.names[0 if a > b else 1]
    color = RAT if a > b else PYTHON
    return Text.assemble(
        (winner, f"bold rgb({color[0]},{color[1]},{color[2]})"),
        f" wins {max(a, b):g} to {min(a, b):g} after {turns} turns{cut}",
    )
