"""`gradatim scaling`: the scaling law, a prediction and its test."""

from pathlib import Path

from gradatim.cli.experiments import show
from gradatim.experiments.scaling.experiment import scaling


def scaling_(*, text: str = "everyday", out: Path = Path("runs/scaling")) -> None:
    """Fit loss to size and text, predict a run of four times the computation, then train it.

    Args:
        text: text to learn: docs, everyday, shakespeare, wikitext-2, or a file of your own
        out: folder of the runs and of the page; finished runs are not trained again
    """
    show(scaling(text, out), out / "scaling.html", "gradatim", "scaling", "--text", text)
