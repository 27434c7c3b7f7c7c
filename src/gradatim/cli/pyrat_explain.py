"""`gradatim pyrat export, explain, winner`: networks that play, and networks that foretell."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from gradatim.cli.pyrat import Board, open_run


def export_(run: str, folder: Path, *, name: str = "Gradatim") -> None:
    """Write a network as an official player: one Python file and its weights, NumPy is enough.

    Args:
        run: a run folder, or `champion`.
        folder: gets player.py and weights.npz; made if needed.
        name: of the player in the game.
    """
    from gradatim.pyrat.interop.export import export
    from gradatim.recipes.pyrat.open_policy import open_network

    files = export(open_network(run), folder, name)
    size = sum(file.stat().st_size for file in files) / 1e6
    console = Console(highlight=False)
    console.print(f"{' and '.join(map(str, files))} written, {size:.1f} MB.", soft_wrap=True)
    console.print(
        f"Try it: [bold]gradatim pyrat match {files[0]} greedy --games 10[/]", soft_wrap=True
    )


def explain_(
    run: str,
    *,
    opponent: str = "greedy",
    preset: str = "default",
    seed: int = 0,
    turns: Annotated[tuple[int, ...], Parameter(consume_multiple=True, negative="")] = (),
    out: Path | None = None,
    board: Board | None = None,
) -> None:
    """Show what a network thinks during a game: goals, moves, expected lead, attention.

    Args:
        run: a run folder, or `champion`; it plays rat.
        opponent: plays python: a player's name, a run folder, or FILE.py with a Player class.
        preset: default, course, walls, tournament or lab.
        seed: of the official game; `pyrat.Game(random_seed=seed)` has the same maze and cheese.
        turns: which to show; the first and those of the greatest changes when none are given.
        out: page to write; explain.html in the run folder when not given.
        board: what to change in the preset.
    """
    from gradatim.experiments.pyrat.explain_game import explain_game
    from gradatim.pyrat.matches.player_specs import open_contestant

    chosen = (board or Board()).of(preset)
    words = f"gradatim pyrat explain {run} --opponent {opponent} --preset {preset} --seed {seed}"
    with open_contestant(opponent, open_run) as other, Console(stderr=True).status("playing"):
        page = explain_game(run, other, chosen, seed=seed, turns=turns, out=out, command=words)
    Console(highlight=False).print(f"Page: [bold]{page}[/]", soft_wrap=True)


def winner_(
    *, out: Path = Path("runs/pyrat-winner"), seeds: int = 10, simulated: int = 20_000
) -> None:
    """Who wins, from where the cheese lies? Networks and logistic regression on 1,000 games.

    Args:
        out: folder of the runs; what is finished there is not trained again.
        seeds: divisions of the games into training and test games.
        simulated: games of our own engine that the last networks learn from as well; 0: none.
    """
    from rich.table import Table

    from gradatim.experiments.pyrat.winner_comparison import compare_winners, winner_table

    rows = compare_winners(out, n_seeds=seeds, simulated=simulated)
    table = Table("who answers", "accuracy (%)", "seconds a run", title="Who wins?")
    for row in winner_table(rows):
        table.add_row(*row)
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"200 test games for each of {seeds} divisions, never learned from; 95 % intervals over "
        "the divisions."
    )
