"""A run that several files of tests make copies of."""

import pytest

from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start

STORY = "The rat eats the cheese in the kitchen. Lily saw the garden behind the little house.\n"


@pytest.fixture(scope="session")
def small_gpt(tmp_path_factory):
    """A small run of a language model."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "own.txt").write_text(STORY * 200)
    values = {"text": str(folder / "own.txt"), "vocabulary": 300, "width": 64, "n_layers": 2}
    recipe = change(
        "text-gpt", get("text-gpt"), {**values, "n_heads": 2, "context": 32, "steps": 30}
    )
    start("text-gpt", recipe, folder / "gpt", show=False)
    return folder / "gpt"
