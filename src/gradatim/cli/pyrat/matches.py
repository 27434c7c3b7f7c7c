"""`gradatim pyrat match, tournament, watch`: matches, tournaments and recorded games."""

import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from gradatim.cli.pyrat.problems import show_problems
from gradatim.errors import UserError
from gradatim.printing import escaped
from gradatim.pyrat.game.presets import USUAL_TURN_CAP, Preset, preset
from gradatim.pyrat.matches.match import Tally, check_match
from gradatim.pyrat.matches.match import match as play
from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
from gradatim.pyrat.matches.recording import record, write_script
from gradatim.pyrat.matches.replay_terminal import (
    watch_in_terminal,
    watch_in_window,
    window_is_possible,
)
from gradatim.pyrat.matches.tournament import Tournament
from gradatim.validation import check_seed


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class BoardOptions:
    """Values that replace those of the preset.

    Args:
        width: cells from west to east, 1 to 181
        height: cells from north to south, 1 to 181
        cells: percent of the rectangle that is not a hole, 0 to 100
        walls: percent of the optional walls that are built, 0 to 100
        mud: percent of the passages that are mud, 0 to 100
        mud_range: fewest and most turns to cross mud, 2 to 255
        generator: maze generator: big-holes, uniform-holes or holes-on-side
        cheese: pieces of cheese, 1 to 32,000
        starts: cells of the players: center, corners, random, or two of them such as top-left,17
        turn_cap: turns after which a game is truncated, at least 1 (default: 300 in matches, more
            on large boards)
    """

    width: int | None = None
    height: int | None = None
    cells: float | None = None
    walls: float | None = None
    mud: float | None = None
    mud_range: tuple[int, int] | None = None
    generator: str | None = None
    cheese: int | None = None
    starts: str | None = None
    turn_cap: int | None = None

    def given(self) -> dict[str, Any]:
        """The values that were written."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.starts is not None and "," in self.starts:
            words = [word.strip() for word in self.starts.split(",")]
            values["starts"] = tuple(int(word) if word.isdecimal() else word for word in words)
        return {key: value for key, value in values.items() if value is not None}

    def apply(self, name: str, **instead: int) -> Preset:
        """The preset of that name with these values, and with others where none was given."""
        return preset(name, **{**instead, **self.given()})


def open_run(folder: Path) -> Callable[[int], Any]:
    """What makes the player of a run folder."""
    try:  # recipes import torch: only a match with a network waits for it
        from gradatim.recipes.pyrat.open_policy import open_player
    except ImportError:
        raise UserError(f"{folder}: this installation cannot play runs of networks.") from None
    return open_player(folder)


def match_(
    first: str,
    second: str,
    *,
    games: int = 200,
    preset: str = "default",
    seed: int = 0,
    turn_time: float | None = None,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    board: BoardOptions | None = None,
) -> None:
    """Play a match on unseen mazes, each maze twice with sides swapped.

    Args:
        first: name of a player, run folder, search:RUN, search@SECONDS (time per move), or
            FILE.py with an official Player class
        second: its opponent, written in the same way
        games: number of games, even, at least 2; half of them with sides swapped
        preset: kind of game: default, course, walls, tournament or lab
        seed: random seed of mazes, starts, cheese and players, at least 0
        turn_time: seconds of wall time per turn of players from files, 0.01 to 60 (default: 0.1)
        json_: one JSON object instead of the table
        board: values that replace those of the preset
    """
    chosen = check_match((board or BoardOptions()).apply(preset), games, seed)
    tally = Tally()
    with contextlib.ExitStack() as stack:
        players = [
            stack.enter_context(open_contestant(word, open_run, turn_time=turn_time))
            for word in (first, second)
        ]
        check_turn_time(turn_time, *players)
        progress, task = stack.enter_context(match_progress(games, quiet=json_))
        for tally in play(players[0], players[1], chosen, games, seed):
            progress.update(task, completed=tally.games)
    if json_:
        plan = {"players": [first, second], "preset": preset, "seed": seed}
        json.dump({**plan, "turn_cap": chosen.turn_cap, **tally.report()}, sys.stdout, indent=1)
        print()
        return
    _show_match(first, second, preset, chosen, tally)
    show_problems(*players)


def check_turn_time(turn_time: float | None, *players: Contestant) -> None:
    """Refuse a time per turn where no player comes from a file, which alone is timed."""
    if turn_time is not None and not any(player.external for player in players):
        raise UserError(f"--turn-time is {turn_time:g}, and no player is a file: leave it out.")


@contextlib.contextmanager
def match_progress(total: int, *, quiet: bool):
    """A bar with time left, on the error stream: results can be piped."""
    console = Console(emoji=False, stderr=True)
    done = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    columns = (*done, TextColumn("games"), TimeRemainingColumn())
    hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        yield progress, progress.add_task("", total=total)


def _rate(value: dict[str, float]) -> str:
    return f"{value['value']:6.1%} [dim][{value['low']:.1%}, {value['high']:.1%}][/]"


def _show_match(first, second, name, chosen, tally) -> None:
    report = tally.report()
    console = Console(emoji=False, highlight=False)
    size = f"{chosen.width}x{chosen.height}, {chosen.cheese} cheese"
    console.print(
        f"[bold]{escaped(first)}[/] against [bold]{escaped(second)}[/]: {tally.games} games, "
        f"{name} ({size}), sides swapped"
    )
    outcome = Table.grid(padding=(0, 2))
    for word, key, color in (
        ("wins", "win_rate", "green"),
        ("draws", "draw_rate", "yellow"),
        ("losses", "loss_rate", "red"),
    ):
        bar = "█" * round(30 * report[key]["value"])
        outcome.add_row(
            word, str(report[word]), _rate(report[key]).replace("[[", "\\[["), f"[{color}]{bar}"
        )
    console.print(outcome)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "cheese per game", "CPU ms per move", "missed turns", "errors"):
        table.add_column(column, justify="left" if not column else "right")
    for i, player in enumerate((first, second)):
        table.add_row(
            escaped(player),
            f"{report['mean_score'][i]:.2f}",
            f"{report['cpu_ms_per_move'][i]:.3f}",
            str(report["misses"][i]),
            str(report["errors"][i]),
        )
    console.print(table)
    console.print(
        f"[dim]{report['mean_turns']:.1f} turns per game; {tally.capped} games were truncated "
        f"after {chosen.turn_cap} turns{_why(chosen)}. Intervals are 95 %, over mazes.[/]"
    )


def _why(chosen: Preset) -> str:
    """Why the turn cap is not that of the usual boards."""
    usual = chosen.usual_turn_cap
    grown = chosen.turn_cap == usual and usual > USUAL_TURN_CAP
    return f" ({USUAL_TURN_CAP}, and more for such a board with so much cheese)" if grown else ""


def tournament_(
    *players: Annotated[str, Parameter(required=True)],
    games: int = 100,
    preset: str = "tournament",
    seed: int = 0,
    turn_time: float | None = None,
    out: Path | None = None,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    board: BoardOptions | None = None,
) -> None:
    """Play a round robin; ranks by points, then by least CPU time.

    Args:
        players: names of players, run folders, or files with an official Player class
        games: number of games per pair, even, at least 2
        preset: kind of game: default, course, walls, tournament or lab
        seed: random seed of mazes, starts, cheese and players, at least 0
        turn_time: seconds of wall time per turn of players from files, 0.01 to 60 (default: 0.1)
        out: JSON file of the state; the same command continues from it
        json_: one JSON object instead of the tables
        board: values that replace those of the preset
    """
    contest = Tournament(
        list(players), (board or BoardOptions()).apply(preset), games, seed=seed, file=out
    )
    with contextlib.ExitStack() as stack:
        playing = [
            stack.enter_context(open_contestant(word, open_run, turn_time=turn_time))
            for word in players
        ]
        check_turn_time(turn_time, *playing)
        progress, task = stack.enter_context(match_progress(contest.games_planned, quiet=json_))
        progress.update(task, completed=contest.games_played)

        def on_games(first: str, second: str, _) -> None:
            words = f"{escaped(first)} - {escaped(second)}"
            progress.update(task, completed=contest.games_played, description=words)

        contest.play(playing, on_games)
    standings = contest.standings()
    if json_:
        plan = {"preset": preset, "games_per_pair": games, "seed": seed}
        crosstable = {"players": list(players), "score_rates": contest.crosstable()}
        json.dump({**plan, "standings": standings, "crosstable": crosstable}, sys.stdout, indent=1)
        print()
        return
    _show_standings(standings, contest)
    show_problems(*playing)


def _show_standings(standings: list[dict[str, Any]], contest) -> None:
    console = Console(emoji=False, highlight=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    columns = ("", "player", "points", "won", "drawn", "lost", "rating", "", "CPU ms per move")
    failed = any(row["misses"] or row["errors"] for row in standings)
    for column in (*columns, *(("missed", "errors") if failed else ())):
        table.add_column(column, justify="left" if column == "player" else "right")
    for row in standings:
        rating = row["rating"]
        half = (rating["high"] - rating["low"]) / 2
        words = [
            str(row["rank"]),
            escaped(row["player"]),
            f"{row['points']:g}",
            str(row["wins"]),
            str(row["draws"]),
            str(row["losses"]),
            f"{rating['value']:.0f}",
            f"[dim]± {half:.0f}[/]",
            f"{row['cpu_ms_per_move']:.3f}",
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
        f"were truncated after {contest.preset.turn_cap} turns{_why(contest.preset)}.[/]"
    )


def _show_crosstable(console, standings: list[dict[str, Any]], contest) -> None:
    rates = contest.crosstable()
    ranked = [contest.names.index(row["player"]) for row in standings]
    table = Table(box=None, pad_edge=False, header_style="dim", title_justify="left")
    table.add_column("fraction of the points against")
    for rank in range(1, len(ranked) + 1):
        table.add_column(str(rank), justify="right")
    for rank, i in enumerate(ranked, start=1):
        cells = [_colored(rates[i][j]) for j in ranked]
        table.add_row(f"{rank} {escaped(contest.names[i])}", *cells)
    console.print(table)


def _colored(rate: float | None) -> str:
    """A cell of the crosstable: green for more than half of the points."""
    if rate is None:
        return "[dim]·[/]"
    return f"[{'green' if rate > 0.5 else 'red'}]{rate:.0%}[/]"


def watch_(
    first: str,
    second: str,
    *,
    preset: str = "default",
    seed: int = 0,
    speed: float = 10.0,
    terminal: bool = False,
    script: Path | None = None,
    board: BoardOptions | None = None,
) -> None:
    """Show one game: in the official window if there can be one, else in the terminal.

    Args:
        first: the rat: name of a player, run folder, or FILE.py with an official Player class
        second: the python, written in the same way
        preset: kind of game: default, course, walls, tournament or lab
        seed: random seed, at least 0; `pyrat.Game(random_seed=seed)` has the same maze and cheese
        speed: turns per second, 0.1 to 1000
        terminal: animation in the terminal, even where a window could be opened
        script: file for an official replay script, instead of showing the game
        board: values that replace those of the preset
    """
    if not 0.1 <= speed <= 1000:
        raise UserError(f"--speed is {speed:g}: give 0.1 to 1000 turns per second.")
    if script and script.is_dir():
        raise UserError(f"--script {script} is a folder: give the name of a file.")
    if script and terminal:
        raise UserError("--script writes a file, and --terminal shows the game: leave one out.")
    check_seed(seed)  # before players are opened, which takes a while
    console = Console(emoji=False, highlight=False)
    chosen = (board or BoardOptions()).apply(preset)
    with contextlib.ExitStack() as stack:
        players = [stack.enter_context(open_contestant(word, open_run)) for word in (first, second)]
        with Console(emoji=False, stderr=True).status("playing"):
            recording = record(players[0], players[1], chosen, seed)
    if script is not None:
        write_script(recording, script, 1 / speed)
        console.print(f"{escaped(script)} written: run it with `python {escaped(script)}`.")
    elif not terminal and window_is_possible():
        watch_in_window(recording, speed)
    else:
        watch_in_terminal(recording, console, speed)
    show_problems(*players)
