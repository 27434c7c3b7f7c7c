"""A trained run that others start from."""

import pytest

from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from tests.recipes.pyrat.tiny_search import NETWORK, TINY


@pytest.fixture(scope="package")
def first_run(tmp_path_factory):
    """A run of imitation, hardly trained: the network that guides."""
    folder = tmp_path_factory.mktemp("runs") / "imitation"
    recipe = change("pyrat-imitation", get("pyrat-imitation"), dict(**TINY, **NETWORK, steps=2))
    start("pyrat-imitation", recipe, folder, show=False)
    return folder
