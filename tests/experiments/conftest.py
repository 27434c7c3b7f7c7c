"""Runs that several tests of experiments ask questions of."""

from pathlib import Path

import pytest

from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import start


@pytest.fixture(scope="session")
def train(tmp_path_factory):
    """Train a recipe in a new folder: name, changed options -> folder."""

    def trained(name: str, **changes: object) -> Path:
        folder = tmp_path_factory.mktemp(name) / "run"
        return start(name, change(name, get(name), changes), folder, show=False)[0].folder

    return trained


@pytest.fixture(scope="session")
def convnet(train) -> Path:
    """A run of digits-convnet, above 90 % accuracy."""
    return train("digits-convnet", epochs=4.0)


@pytest.fixture(scope="session")
def facts(train) -> Path:
    """A run of a tiny facts-gpt."""
    sizes = {"people": 4, "unseen_people": 2, "width": 8, "n_heads": 1, "steps": 2, "batch_size": 4}
    return train("facts-gpt", **sizes)
