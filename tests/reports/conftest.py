"""Runs that several tests of reports show."""

import pytest

from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import start
from gradatim.training import RuntimeOptions


@pytest.fixture(scope="session")
def train(tmp_path_factory):
    """Train a recipe in a folder named by the first word: folder's name, recipe, options."""

    def trained(folder, name, **options):
        where = tmp_path_factory.mktemp(name) / folder
        recipe = change(name, get(name), options)
        cpu = RuntimeOptions(device="cpu")
        return start(name, recipe, where, options=cpu, show=False)[0].folder

    return trained


@pytest.fixture(scope="session")
def runs(train):
    """A trained ConvNet and two MLPs with different learning rates."""
    return {
        "convnet": train("convnet", "digits-convnet", epochs=2.0),
        "quick": train("quick", "digits-mlp", epochs=2.0, learning_rate=0.02),
        "slow": train("slow", "digits-mlp", epochs=2.0, learning_rate=0.001),
    }
