"""`gradatim pyrat`: matches, tournaments and games to watch."""

import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from gradatim.errors import UserError

app = App(
    name="pyrat",
    help="The game of the last lab: matches, tournaments, games to watch, networks that play.",
    help_epilogue="Example: gradatim pyrat match planner greedy --setting walls",
)
app.command(
    "gradatim.cli.pyrat_explain:export_",
    name="export",
    help="Write a network as one official player file that needs NumPy only.",
    help_epilogue="Example: gradatim pyrat export champion mine",
)
app.command(
    "gradatim.cli.pyrat_explain:explain_",
    name="explain",
    help="Show what a network thinks during a game, on one page.",
    help_epilogue="Example: gradatim pyrat explain champion --opponent greedy --setting walls",
)
app.command(
    "gradatim.cli.pyrat_explain:winner_",
    name="winner",
    help="Who wins, from where the cheese lies? Networks and logistic regression on 1,000 games.",
    help_epilogue="Example: gradatim pyrat winner --seeds 10",
)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Board:
    """What to change in the setting."""

    width: int | None = None
    "cells from west to east"
    height: int | None = None
    "cells from north to south"
    cells: float | None = None
    "percent of the rectangle that exists"
    walls: float | None = None
    "percent of the walls that leave every cell reachable"
    mud: float | None = None
    "percent of the passages that are mud"
    mud_range: tuple[int, int] | None = None
    "turns to cross mud, least and most"
    generator: str | None = None
    "big-holes, uniform-holes or holes-on-side"
    cheese: int | None = None
    "pieces of cheese"
    starts: str | None = None
    "centre, corners or random"
    turn_cap: int | None = None
    "turns after which a game is cut off [300 in the arena]"

    def of(self, name: str):
        """The setting of that name with these changes."""
        from gradatim.pyrat import setting

        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return setting(name, **{key: value for key, value in given.items() if value is not None})


def open_run(folder: Path) -> Callable[[int], Any]:
    """What makes the player of a run folder."""
    try:
        from gradatim.recipes.pyrat.open_policy import open_player
    except ImportError:
        raise UserError(f"{folder}: this installation cannot play runs of networks.") from None
    return open_player(folder)


@app.command(help_epilogue="Example: gradatim pyrat match planner greedy --games 1000")
def match(
    first: str,
    second: str,
    *,
    games: int = 200,
    setting: str = "default",
    seed: int = 0,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    board: Board | None = None,
) -> None:
    """Play a match on unseen mazes, each maze twice with sides swapped.

    Args:
        first: a player's name, a run folder, search:RUN or search@SECONDS (a time for each
            move), or FILE.py with an official Player class.
        second: as first.
        games: how many, an even number.
        setting: default, course, walls, tournament or lab.
        seed: decides mazes, starts, cheese and random choices.
        json_: print one JSON object.
        board: what to change in the setting.
    """
    from gradatim.pyrat.matches.match import Tally, check_match
    from gradatim.pyrat.matches.match import match as play
    from gradatim.pyrat.matches.player_specs import contestant

    chosen = check_match((board or Board()).of(setting), games, seed)
    tally = Tally()
    with contextlib.ExitStack() as stack:
        players = [stack.enter_context(contestant(word, open_run)) for word in (first, second)]
        progress, task = stack.enter_context(_progress(games, quiet=json_))
        for tally in play(players[0], players[1], chosen, games, seed):
            progress.update(task, completed=tally.games)
        problems = [p.outside.first_error if p.outside else "" for p in players]
    if json_:
        plan = {"players": [first, second], "setting": setting, "seed": seed}
        json.dump({**plan, "turn_cap": chosen.turn_cap, **tally.report()}, sys.stdout, indent=1)
        print()
        return
    _show_match(first, second, setting, chosen, tally, problems)


@contextlib.contextmanager
def _progress(total: int, *, quiet: bool):
    """A bar with time left, on the error stream: results can be piped."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("games"),
        TimeRemainingColumn(),
    )
    hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        yield progress, progress.add_task("", total=total)


def _share(value: dict[str, float]) -> str:
    return f"{value['value']:6.1%} [dim][{value['low']:.1%}, {value['high']:.1%}][/]"


def _show_match(first, second, name, chosen, tally, problems) -> None:
    from rich.console import Console
    from rich.table import Table

    report = tally.report()
    console = Console(highlight=False)
    size = f"{chosen.width}x{chosen.height}, {chosen.cheese} cheese"
    console.print(
        f"[bold]{first}[/] against [bold]{second}[/]: {tally.games} games, {name} ({size}), "
        "sides swapped"
    )
    outcome = Table.grid(padding=(0, 2))
    for word, key, colour in (
        ("wins", "win_rate", "green"),
        ("draws", "draw_rate", "yellow"),
        ("losses", "loss_rate", "red"),
    ):
        bar = "█" * round(30 * report[key]["value"])
        outcome.add_row(
            word, str(report[word]), _share(report[key]).replace("[[", "\\[["), f"[{colour}]{bar}"
        )
    console.print(outcome)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "cheese a game", "CPU ms a move", "missed turns", "errors"):
        table.add_column(column, justify="left" if not column else "right")
    for i, player in enumerate((first, second)):
        table.add_row(
            player,
            f"{report['mean_score'][i]:.2f}",
            f"{report['cpu_ms_a_move'][i]:.3f}",
            str(report["misses"][i]),
            str(report["errors"][i]),
        )
    console.print(table)
    console.print(
        f"[dim]{report['mean_turns']:.1f} turns a game; {tally.capped} games were cut off after "
        f"{chosen.turn_cap} turns. Intervals hold with 95 %.[/]"
    )
    for player, problem in zip((first, second), problems, strict=True):
        if problem:
            console.print(f"[yellow]{player}[/] first failed with: ", problem, markup=True)


@app.command(help_epilogue="Example: gradatim pyrat tournament greedy density planner mine.py")
def tournament(
    *players: str,
    games: int = 100,
    setting: str = "tournament",
    seed: int = 0,
    out: Path | None = None,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    board: Board | None = None,
) -> None:
    """Let everybody meet everybody; ranks by points, then by least CPU time.

    Args:
        players: names, run folders, or files with an official Player class.
        games: of each pair, an even number.
        setting: default, course, walls, tournament or lab.
        seed: decides mazes, starts, cheese and random choices.
        out: a JSON file that keeps the state; the same command goes on from it.
        json_: print one JSON object.
        board: what to change in the setting.
    """
    from gradatim.pyrat.matches.player_specs import contestant
    from gradatim.pyrat.matches.tournament import Tournament

    contest = Tournament(list(players), (board or Board()).of(setting), games, seed=seed, file=out)
    with contextlib.ExitStack() as stack:
        playing = [stack.enter_context(contestant(word, open_run)) for word in players]
        progress, task = stack.enter_context(_progress(contest.games_planned, quiet=json_))
        progress.update(task, completed=contest.games_played)

        def on_games(first: str, second: str, _) -> None:
            words = f"{first} - {second}"
            progress.update(task, completed=contest.games_played, description=words)

        contest.play(playing, on_games)
    standings = contest.standings()
    if json_:
        plan = {"setting": setting, "games_a_pair": games, "seed": seed}
        crosstable = {"players": list(players), "score_rates": contest.crosstable()}
        json.dump({**plan, "standings": standings, "crosstable": crosstable}, sys.stdout, indent=1)
        print()
        return
    _show_standings(standings, contest)


def _show_standings(standings: list[dict[str, Any]], contest) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    columns = ("", "player", "points", "won", "drawn", "lost", "rating", "", "CPU ms a move")
    failed = any(row["misses"] or row["errors"] for row in standings)
    for column in (*columns, *(("missed", "errors") if failed else ())):
        table.add_column(column, justify="left" if column == "player" else "right")
    for row in standings:
        rating = row["rating"]
        half = (rating["high"] - rating["low"]) / 2
        words = [
            str(row["rank"]),
            row["player"],
            f"{row['points']:g}",
            str(row["wins"]),
            str(row["draws"]),
            str(row["losses"]),
            f"{rating['value']:.0f}",
            f"[dim]± {half:.0f}[/]",
            f"{row['cpu_ms_a_move']:.3f}",
        ]
        if failed:
            words += [str(row["misses"]), str(row["errors"])]
        table.add_row(*words, style="bold" if row["rank"] == 1 else "")
    console.print(table)
    console.print()
    _show_crosstable(console, standings, contest)
    capped = sum(tally.capped for tally in contest.tallies.values())
    console.print(
        f"[dim]{contest.games_played} games; a win is 1 point, a draw 0.5; equal points go to the "
        f"least CPU time. Ratings: Bradley-Terry in Elo points, 95 %, average 1000. {capped} games "
        f"were cut off after {contest.setting.turn_cap} turns.[/]"
    )


def _show_crosstable(console, standings: list[dict[str, Any]], contest) -> None:
    from rich.table import Table

    rates = contest.crosstable()
    ranked = [contest.names.index(row["player"]) for row in standings]
    table = Table(box=None, pad_edge=False, header_style="dim", title_justify="left")
    table.add_column("share of the points against")
    for rank in range(1, len(ranked) + 1):
        table.add_column(str(rank), justify="right")
    for rank, i in enumerate(ranked, start=1):
        shares = [rates[i][j] for j in ranked]
        table.add_row(
            f"{rank} {contest.names[i]}",
            *(
                "[dim]·[/]" if s is None else f"[{'green' if s > 0.5 else 'red'}]{s:.0%}[/]"
                for s in shares
            ),
        )
    console.print(table)


@app.command(help_epilogue="Example: gradatim pyrat watch planner greedy --setting walls")
def watch(
    first: str,
    second: str,
    *,
    setting: str = "default",
    seed: int = 0,
    speed: float = 10.0,
    terminal: bool = False,
    script: Path | None = None,
    board: Board | None = None,
) -> None:
    """Show one game: in the official window if there can be one, else in the terminal.

    Args:
        first: plays rat: a player's name, a run folder, or FILE.py with an official Player class.
        second: plays python; as first.
        setting: default, course, walls, tournament or lab.
        seed: of the official game; `pyrat.Game(random_seed=seed)` has the same maze and cheese.
        speed: turns a second.
        terminal: never open a window.
        script: write the game as an official replay script instead of showing it.
        board: what to change in the setting.
    """
    from rich.console import Console

    from gradatim.pyrat.matches.player_specs import contestant
    from gradatim.pyrat.matches.recording import record, write_script
    from gradatim.pyrat.matches.replay_terminal import (
        watch_in_terminal,
        watch_in_window,
        window_is_possible,
    )

    if not 0.1 <= speed <= 1000:
        raise UserError(f"speed is a number of turns a second from 0.1 to 1000, not {speed:g}.")
    console = Console(highlight=False)
    chosen = (board or Board()).of(setting)
    with contextlib.ExitStack() as stack:
        players = [stack.enter_context(contestant(word, open_run)) for word in (first, second)]
        with Console(stderr=True).status("playing"):
            recording = record(players[0], players[1], chosen, seed)
    if script is not None:
        write_script(recording, script, 1 / speed)
        console.print(f"{script} written: run it with `python {script}`.")
    elif not terminal and window_is_possible():
        watch_in_window(recording, speed)
    else:
        watch_in_terminal(recording, console, speed)
