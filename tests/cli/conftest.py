"""A run that several tests of commands open, and commands that must fail."""

from functools import partial

import pytest

from tests.cli.helpers import complaint, gradatim


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """The folder of a finished run of digits-perceptron."""
    folder = tmp_path_factory.mktemp("cli")
    done = gradatim("train", "digits-perceptron", "--epochs", "3", "--out", "run", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "run"


@pytest.fixture
def fails(capsys):
    """Run a command that must fail; return its one line."""

    return partial(complaint, capsys)
