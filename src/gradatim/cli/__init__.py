"""The commands of Gradatim; every one calls one function of the layers below."""

from cyclopts import App

app = App(name="gradatim", help="A lecture on deep learning, executable, step by step.")


def main() -> None:
    """Run the command line."""
    app()
