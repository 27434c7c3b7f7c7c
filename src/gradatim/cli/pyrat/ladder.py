"""`gradatim pyrat ladder`: any player against the fixed series of opponents."""

import contextlib
import json
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from gradatim.cli.pyrat.matches import check_turn_time, match_progress, open_run
from gradatim.experiments.pyrat.ladder_page import write_ladder_page
from gradatim.printing import escaped
from gradatim.pyrat.game.presets import PRESETS
from gradatim.pyrat.matches.ladder import SERIES, Ladder, add_to_leaderboard
from gradatim.pyrat.matches.player_specs import open_contestant


def ladder_(
    player: str,
    *,
    games: int = 200,
    boards: Annotated[tuple[str, ...], Parameter(consume_multiple=(1, None))] = tuple(PRESETS),
    opponents: Annotated[tuple[str, ...], Parameter(consume_multiple=(1, None))] = SERIES,
    seed: int = 0,
    turn_time: float | None = None,
    out: Path = Path("ladder"),
    leaderboard: Path | None = None,
    json_: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Play against a fixed series of opponents on five kinds of boards; rates by Elo.

    Args:
        player: FILE.py with an official Player class, name of a player, run folder, search:RUN or
            search@SECONDS
        games: number of games per opponent and kind of board, even, at least 2
        boards: kinds of boards; fewer make a quicker ladder that compares with none but itself
        opponents: of the series, from the weakest to the strongest
        seed: random seed of mazes, starts, cheese and players, at least 0
        turn_time: seconds of wall time per turn of players from files, 0.01 to 60, more on a busy
            machine (default: 0.1)
        out: folder of the state, from which the same command continues, and of the page
        leaderboard: JSON file that a class shares; the player's row is put in
        json_: one JSON object instead of the tables
    """

    # A colon is not part of a file name on Windows.
    name = Path(player.replace(":", "-")).name.removesuffix(".py")
    ladder = Ladder(
        player,
        games,
        seed=seed,
        boards=boards,
        opponents=opponents,
        file=out / f"{name}.json",
    )
    # Players from files are processes: all of them end however the matches do.
    with contextlib.ExitStack() as stack:
        climber = stack.enter_context(open_contestant(player, open_run, turn_time=turn_time))
        others = {
            o: stack.enter_context(open_contestant(o, open_run, turn_time=turn_time))
            for o in opponents
        }
        check_turn_time(turn_time, climber, *others.values())
        out.mkdir(parents=True, exist_ok=True)
        progress, task = stack.enter_context(match_progress(ladder.games_planned, quiet=json_))
        progress.update(task, completed=ladder.games_played)

        def on_games(board: str, opponent: str, _) -> None:
            words = f"{opponent}, {board}"
            progress.update(task, completed=ladder.games_played, description=words)

        ladder.play(climber, others, on_games)
        page = write_ladder_page(
            ladder,
            climber,
            others,
            out / f"{name}.html",
            on_game=lambda board: progress.update(task, description=f"a game on {board}"),
        )
    row = ladder.row()
    rows = add_to_leaderboard(leaderboard, row) if leaderboard else [row]
    if json_:
        json.dump({**row, "page": str(page)}, sys.stdout, indent=1)
        print()
        return
    console = Console(emoji=False, highlight=False)
    _show_ladder(console, ladder)
    if leaderboard:
        _show_leaderboard(console, rows, player)
    # The first error is the cause; later ones often follow from it.
    problem = climber.external.first_error if climber.external else ""
    if problem:
        console.print(f"[yellow]{escaped(player)}[/] first failed with: {escaped(problem)}")
    console.print(f"games to watch: {escaped(page)}", style="dim")


def _show_ladder(console: Console, ladder: Ladder) -> None:
    """The score in every cell, and the rating."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("score against")
    for board in (*ladder.boards, "all"):
        table.add_column(board, justify="right")
    for opponent in ladder.opponents:
        tallies = [ladder.tallies[board, opponent] for board in ladder.boards]
        rates = [tally.rate("score") for tally in (*tallies, ladder.against(opponent))]
        table.add_row(opponent, *(_colored(rate.value) for rate in rates))
    console.print(table)
    row, rating = ladder.row(), ladder.rating()
    score = row["score_rate"]
    console.print(
        f"[bold]{rating.value:.0f} Elo points[/] \\[{rating.low:.0f}, {rating.high:.0f}], where "
        f"the opponents average 1000; score {score['value']:.1%} "
        f"\\[{score['low']:.1%}, {score['high']:.1%}]"
    )
    console.print(
        f"[dim]Series {row['series']}, {ladder.games_played} games; intervals are 95 %, over "
        f"mazes. {row['cpu_ms_per_move']:.2f} ms CPU per move, {row['misses']} missed turns, "
        f"{row['errors']} errors, {row['capped']} games truncated.[/]"
    )


def _colored(rate: float) -> str:
    return f"[{'green' if rate > 0.5 else 'red' if rate < 0.5 else 'default'}]{rate:.0%}[/]"


def _show_leaderboard(console: Console, rows: list[dict[str, Any]], player: str) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "player", "Elo", "score", "CPU ms per move"):
        table.add_column(column, justify="left" if column == "player" else "right")
    for rank, row in enumerate(rows, start=1):
        rating = row["rating"]
        # The interval is nearly symmetric; a column for each end would not fit 80 characters.
        half = (rating["high"] - rating["low"]) / 2
        table.add_row(
            str(rank),
            escaped(row["player"]),
            f"{rating['value']:.0f} ± {half:.0f}",
            f"{row['score_rate']['value']:.1%}",
            f"{row['cpu_ms_per_move']:.2f}",
            style="bold" if row["player"] == player else "",
        )
    console.print()
    console.print(table)
