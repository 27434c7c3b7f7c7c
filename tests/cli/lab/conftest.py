"""A lab folder with two exercises, and the command line as a function."""

import shutil

import pytest

from gradatim.labs.exercise import BUILT_IN
from gradatim.labs.workspace import open_workspace
from tests.cli.lab.helpers import run


@pytest.fixture
def lab(tmp_path, monkeypatch):
    for name in ("01-tensors", "02-masks"):
        shutil.copytree(BUILT_IN / name, tmp_path / "set" / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    assert run("init", "lab", "--language", "en", "--exercises", tmp_path / "set") == 0
    monkeypatch.chdir(tmp_path / "lab")
    return open_workspace()
