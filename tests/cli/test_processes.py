"""Several processes: who prints, who starts the others, and more than there are devices."""

import os

import pytest
import torch

from gradatim.cli.processes import _signal_name, is_alone, is_main, launch
from gradatim.errors import UserError
from gradatim.training import RuntimeOptions


def test_the_first_process_prints_and_a_started_one_starts_no_others(monkeypatch):
    monkeypatch.delenv("RANK", raising=False)
    two = RuntimeOptions(devices=2, device="cpu")
    assert is_main()
    assert is_alone(two)
    assert not is_alone(RuntimeOptions())
    monkeypatch.setenv("RANK", "1")
    assert not is_main()
    assert not is_alone(two)


def test_more_processes_than_cores_are_refused_before_any_is_started(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    most = max(2, os.cpu_count() or 1)
    options = RuntimeOptions(devices=most + 1, device="cpu")
    with pytest.raises(UserError, match=f"so give 1 to {most}"):
        launch(options, ["train", "digits-mlp"], tmp_path / "run")


def test_a_signal_is_told_by_its_name():
    assert _signal_name(9) == "SIGKILL"
    assert _signal_name(12345) == "signal 12345"
