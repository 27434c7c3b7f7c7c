"""`gradatim pyrat solve, exactness-of`: small boards solved exactly, and players beside them."""

import contextlib
import json
import sys
from typing import Annotated, Any

import numpy as np
from cyclopts import Parameter
from rich.console import Console
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from gradatim.cli.pyrat.matches import BoardOptions, match_progress, open_run
from gradatim.cli.pyrat.problems import show_problems
from gradatim.errors import UserError
from gradatim.printing import escaped
from gradatim.pyrat.game.maze import ACTIONS
from gradatim.pyrat.game.official import Game, official_game
from gradatim.pyrat.matches.board_text import (
    PYTHON,
    RAT,
    BoardState,
    background,
    board_text,
    draw,
    half_blocks,
)
from gradatim.pyrat.matches.exactness import check_boards, exactness
from gradatim.pyrat.matches.player_specs import open_contestant
from gradatim.pyrat.solver.player import strategy
from gradatim.pyrat.solver.solution import Decision, Situation, Solution, check_size, solve

ARROWS = ("·", "↑", "→", "↓", "←")
MOST_TURNS = 200  # of the best line: where both rather wait, it would never end
CELL_SIZE = 3  # pixels


def solve_(
    *,
    preset: str = "course",
    seed: int = 0,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    board: BoardOptions | None = None,
) -> None:
    """Solve a small board exactly: its value, an optimal strategy and the best line.

    Args:
        preset: kind of game; its size is 5x5 with 5 pieces unless given otherwise
        seed: random seed, at least 0; `pyrat.Game(random_seed=seed)` has the same maze and cheese
        json_: one JSON object instead of the drawing
        board: values that replace those of the preset
    """

    chosen = (board or BoardOptions()).apply(preset, width=5, height=5, cheese=5)
    game = official_game(chosen, seed)
    check_size(game.maze, len(game.cheese))
    solution = _solved(game)
    start = solution.start(game.starts)
    line = best_line(solution, start)
    decision = solution.decision(start)
    if json_:
        json.dump(_report(solution, start, decision, line), sys.stdout, indent=1)
        print()
        return
    console = Console(emoji=False, highlight=False)
    board_now = _board(solution, start)
    if console.color_system is None:
        print(board_text(game.maze, board_now))
    else:
        image = draw(background(game.maze, CELL_SIZE), game.maze, board_now, CELL_SIZE)
        console.print(Padding(half_blocks(image), (1, 1, 0, 1)))
    console.print(_verdict(decision.value))
    console.print(_strategies(decision))
    console.print(_line(solution, line))


def _solved(game: Game) -> Solution:
    """Solve the board of a game, with a bar and the time left in a terminal."""
    console = Console(emoji=False, stderr=True)
    columns = TextColumn("solving"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("", total=None)

        def show(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        return solve(game.maze, game.cheese, on_layers=show)


def best_line(
    solution: Solution, now: Situation
) -> list[tuple[Situation, tuple[int, int], tuple[float, float]]]:
    """Situation, actions and their probabilities, turn by turn: the likeliest of optimal play."""
    line: list[tuple[Situation, tuple[int, int], tuple[float, float]]] = []
    seen: set[Situation] = set()
    while not solution.is_over(now) and now not in seen and len(line) < MOST_TURNS:
        seen.add(now)
        decision = solution.decision(now)
        chances = [strategy(decision, side) for side in range(2)]
        best = [int(chance.argmax()) for chance in chances]
        actions = decision.actions[0][best[0]], decision.actions[1][best[1]]
        line.append((now, actions, (float(chances[0][best[0]]), float(chances[1][best[1]]))))
        now = solution.after(now, actions)
    line.append((now, (0, 0), (1.0, 1.0)))
    return line


def _report(solution: Solution, start: Situation, decision: Decision, line) -> dict[str, Any]:
    names = ("rat", "python")
    return {
        "value": round(decision.value, 5),
        "strategy": {
            name: {
                ACTIONS[action]: round(float(chance), 5)
                for action, chance in zip(
                    decision.actions[side], strategy(decision, side), strict=True
                )
            }
            for side, name in enumerate(names)
        },
        "payoffs": decision.payoffs.round(5).tolist(),
        "best_line": [
            {
                "rat": ACTIONS[actions[0]],
                "python": ACTIONS[actions[1]],
                "value": round(solution.value(now), 5),
                "cheese_left": now.left.bit_count(),
                "lead": now.lead,
            }
            for now, actions, _ in line[:-1]
        ],
    }


def _place(solution: Solution, node: int) -> int:
    """The cell of a node; in mud, the cell that the player left."""
    while node >= len(solution.graph.mud):
        node = int(solution.graph.sources[node, 0])
    return node


def _board(solution: Solution, now: Situation) -> BoardState:
    lies = np.zeros(len(solution.graph.mud), np.bool_)
    lies[[cell for k, cell in enumerate(solution.cheese) if now.left >> k & 1]] = True
    rat, python = (_place(solution, node) for node in now.nodes)
    return BoardState((rat, python), lies)


def _style(color: tuple[int, int, int]) -> str:
    return "rgb({},{},{})".format(*color)


def _verdict(value: float) -> Text:
    """The value in words."""
    words = "the rat wins" if value > 0.999 else "the python wins" if value < 0.001 else ""
    words = words or ("a draw" if abs(value - 0.5) < 0.001 else f"{value:.1%} for the rat")
    return Text.assemble(
        ("value ", "dim"), (f"{value:.4f}", "bold"), f"  {words}", (" if both play exactly", "dim")
    )


def _strategies(decision: Decision) -> Table:
    """A bar per action and player, as likely as it is to be played."""
    table = Table.grid(padding=(0, 2))
    table.add_row("", Text("rat", _style(RAT)), "", Text("python", _style(PYTHON)), "")
    sides = [
        dict(zip(decision.actions[side], strategy(decision, side), strict=True))
        for side in range(2)
    ]
    for action, name in enumerate(ACTIONS):
        row: list[str | Text] = [f"{ARROWS[action]} {name}"]
        for side, color in ((0, RAT), (1, PYTHON)):
            chance = sides[side].get(action)
            bar = "" if chance is None else "█" * round(16 * chance)
            row += [
                Text(bar.ljust(16), _style(color)),
                Text("wall" if chance is None else f"{chance:.1%}", "dim" if not chance else ""),
            ]
        table.add_row(*row)
    return table


def _line(solution: Solution, line) -> Table:
    """The best line: a row per turn in which somebody chose."""
    table = Table(box=None, pad_edge=False, header_style="dim", title_justify="left")
    for column in ("turn", "rat", "python", "value", "lead", "cheese left"):
        table.add_column(column, justify="right" if column != "turn" else "left")
    for turn, (now, actions, chances) in enumerate(line, start=1):
        over = turn == len(line)
        words = []
        for side in range(2):
            in_mud = now.nodes[side] >= len(solution.graph.mud)
            likely = "" if chances[side] > 0.999 else f" {chances[side]:.0%}"
            words.append("" if over else "mud" if in_mud else ARROWS[actions[side]] + likely)
        table.add_row(
            ("end" if solution.is_over(now) else "…") if over else str(turn),
            Text(words[0], _style(RAT)),
            Text(words[1], _style(PYTHON)),
            f"{solution.value(now):.3f}",
            f"{now.lead:+d}" if now.lead else "0",
            str(now.left.bit_count()),
        )
    if not solution.is_over(line[-1][0]):
        table.caption = "from here both repeat themselves: whoever moves first gets no more"
    return table


def exactness_of_(
    player: str,
    *,
    boards: int = 120,
    preset: str = "course",
    seed: int = 0,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    board: BoardOptions | None = None,
) -> None:
    """Measure a player against exact play: points lost, won and drawn positions held.

    Args:
        player: name of a player, run folder, search:RUN, search@SECONDS, or FILE.py with an
            official Player class
        boards: number of boards, at least 2; each is played from both sides
        preset: kind of game; its size is 7x7 with 5 pieces unless given otherwise
        seed: random seed of boards and players, at least 0
        json_: one JSON object instead of the table
        board: values that replace those of the preset
    """

    chosen = (board or BoardOptions()).apply(preset, width=7, height=7, cheese=5)
    check_boards(chosen, boards, seed)
    measured = None
    with contextlib.ExitStack() as stack:
        contestant = stack.enter_context(open_contestant(player, open_run))
        progress, task = stack.enter_context(match_progress(2 * boards, quiet=json_))
        for measured in exactness(contestant, chosen, boards, seed):
            progress.update(task, completed=2 * len(measured.values))
    if measured is None:
        raise UserError("nothing was played.")
    report = measured.report()
    if json_:
        plan = {"player": player, "preset": preset, "seed": seed}
        json.dump({**plan, **report}, sys.stdout, indent=1)
        print()
        return
    console = Console(emoji=False, highlight=False)
    size = f"{chosen.width}x{chosen.height}, {chosen.cheese} cheese"
    console.print(
        f"[bold]{escaped(player)}[/] against exact play: {boards} boards ({size}), both sides"
    )
    table = Table.grid(padding=(0, 2))
    table.add_row("points lost in 100 games", "", f"{measured.points_lost():.1f}", style="bold")
    for name, value in (("won", 1.0), ("drawn", 0.5)):
        n, held = measured.held(value)
        table.add_row(f"{name} positions held", f"of {n}", f"{held:.1%} %" if held else "–")
    console.print(table)
    console.print("[dim]Intervals are 95 %, over boards. A win is a point, a draw half of one.[/]")
    show_problems(contestant)
