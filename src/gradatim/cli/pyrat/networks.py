"""`gradatim pyrat export, explain, winner`: networks that play, and that predict the winner."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from gradatim.cli.outputs import new_page
from gradatim.cli.pyrat.matches import BoardOptions, open_run
from gradatim.errors import UserError
from gradatim.experiments.pyrat.explain_game import explain_game
from gradatim.experiments.pyrat.winner_comparison import compare_winners, winner_table
from gradatim.printing import escaped
from gradatim.pyrat.interop.export import export
from gradatim.pyrat.matches.player_specs import open_contestant
from gradatim.recipes.pyrat.open_policy import open_network
from gradatim.validation import check_seed


def export_(run: str, folder: Path, *, name: str = "Gradatim") -> None:
    """Write a network or a search as an official player: Python and weights, NumPy is enough.

    Args:
        run: run folder or champion; or search, search:RUN: a search that it guides
        folder: folder of player.py and weights.npz; made if needed
        name: name of the player in the game, 1 to 40 letters
    """
    kind, colon, guide = run.partition(":")
    searches = kind == "search"
    network = open_network((guide if colon else "champion") if searches else run)
    files = export(network, folder, name, search=searches, plays_out=run == "champion")
    size = sum(file.stat().st_size for file in files) / 1e6
    console = Console(emoji=False, highlight=False)
    console.print(f"{', '.join(map(escaped, files))} written, {size:.1f} MB.", soft_wrap=True)
    console.print(
        f"Try it: [bold]gradatim pyrat match {escaped(files[0])} greedy --games 10[/]",
        soft_wrap=True,
    )


def explain_(
    run: str,
    *,
    opponent: str = "greedy",
    preset: str = "default",
    seed: int = 0,
    turns: Annotated[tuple[int, ...], Parameter(consume_multiple=(1, None))] = (),
    out: Path | None = None,
    board: BoardOptions | None = None,
) -> None:
    """Draw what a network outputs during a game: goals, moves, expected lead, attention.

    Args:
        run: the rat: run folder, or champion
        opponent: the python: name of a player, run folder, or FILE.py with a Player class
        preset: kind of game: default, course, walls, tournament or lab
        seed: random seed, at least 0; `pyrat.Game(random_seed=seed)` has the same maze and cheese
        turns: numbers of the turns to draw, from 1 (default: the first, and those with the largest
            changes of value)
        out: HTML page to write (default: explain.html in the run folder)
        board: values that replace those of the preset
    """
    out = out and new_page(out)
    check_seed(seed)
    if any(turn < 1 for turn in turns):
        raise UserError(f"--turns is {min(turns)}: give numbers of turns, from 1.")
    chosen = (board or BoardOptions()).apply(preset)
    command = f"gradatim pyrat explain {run} --opponent {opponent} --preset {preset} --seed {seed}"
    with (
        open_contestant(opponent, open_run) as other,
        Console(emoji=False, stderr=True).status("playing"),
    ):
        page = explain_game(run, other, chosen, seed=seed, turns=turns, out=out, command=command)
    Console(emoji=False, highlight=False).print(f"Page: [bold]{escaped(page)}[/]", soft_wrap=True)


def winner_(
    *, out: Path = Path("runs/pyrat-winner"), seeds: int = 10, simulated: int = 20_000
) -> None:
    """Predict the winner from the initial cheese positions: networks compared on 1,000 games.

    Args:
        out: folder of the runs; finished runs in it are not trained again
        seeds: number of splits of the games into training and test games, at least 1
        simulated: games of our own engine added to the training games of the last rows, at least 0
    """
    rows = compare_winners(out, n_seeds=seeds, simulated=simulated)
    table = Table("predictor", "accuracy (%)", "seconds per run", title="Who wins?")
    for row in winner_table(rows):
        table.add_row(*row)
    console = Console(emoji=False, highlight=False)
    console.print(table)
    console.print(
        f"200 test games in each of {seeds} splits, never trained on; 95 % intervals over splits."
    )
