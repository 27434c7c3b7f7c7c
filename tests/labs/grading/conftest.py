"""Learners' code runs here without the sandbox, which gives it a folder to write into."""

import pytest


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
