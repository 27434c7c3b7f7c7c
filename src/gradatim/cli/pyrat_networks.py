"""`gradatim pyrat export, explain`: what can be done with a network that plays."""

from pathlib import Path

from rich.console import Console


def export_(run: str, folder: Path, *, name: str = "Gradatim") -> None:
    """Write a network as an official player: one Python file and its weights, NumPy is enough.

    Args:
        run: a run folder, or `champion`.
        folder: gets player.py and weights.npz; made if needed.
        name: of the player in the game.
    """
    from gradatim.pyrat.export import export
    from gradatim.recipes.pyrat import open_network

    files = export(open_network(run), folder, name)
    size = sum(file.stat().st_size for file in files) / 1e6
    console = Console(highlight=False)
    console.print(f"{' and '.join(map(str, files))} written, {size:.1f} MB.", soft_wrap=True)
    console.print(
        f"Try it: [bold]gradatim pyrat match {files[0]} greedy --games 10[/]", soft_wrap=True
    )
