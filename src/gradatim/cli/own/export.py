"""`gradatim export`: a run in a form that other programs open."""

from pathlib import Path

from rich.console import Console

from gradatim.printing import escaped
from gradatim.recipes.export.formats import Form, export


def export_(run: Path, *, to: Form, out: Path | None = None) -> None:
    """Write a run for other programs, with its card, and check that it answers the same.

    Args:
        run: folder of a finished run
        to: format: onnx (needs gradatim[onnx]), torch-export or safetensors
        out: folder to write (default: RUN-onnx, RUN-torch-export, RUN-safetensors)
    """
    found = export(run, to, out)
    console = Console(emoji=False, highlight=False, soft_wrap=True)
    what = f"on {found.n_inputs} real inputs" if found.n_inputs else "in all weights"
    console.print(
        f"Same answers as {escaped(run)} {what}: largest difference {found.difference:.1e}"
    )
    if not found.any_batch:
        console.print(f"[yellow]note:[/] it takes exactly {found.n_inputs} inputs at once")
    console.print(f"Written: [bold]{escaped(found.folder)}[/], with card.md")
