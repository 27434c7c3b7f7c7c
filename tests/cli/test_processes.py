"""Several processes: who prints and starts the others, and that two follow the curve of one."""

import os

import pytest
import torch

from gradatim.cli.processes import is_alone, is_main, launch, signal_name
from gradatim.errors import UserError
from gradatim.training import Run, RuntimeOptions
from tests.cli.helpers import gradatim

RUN = ["train", "digits-mlp", "--steps", "12", "--batch-size", "64", "--grad-clip", "1"]


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
    assert signal_name(9) == "SIGKILL"
    assert signal_name(12345) == "signal 12345"


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alone")
    done = gradatim(*RUN, "--out", "run", cwd=folder)
    assert done.returncode == 0, done.stderr
    return Run.open(folder / "run")


@pytest.mark.parametrize("shard", [(), ("--shard",)], ids=["ddp", "shard"])
def test_two_processes_follow_the_loss_curve_of_one(tmp_path, alone, shard):
    done = gradatim(*RUN, "--out", "run", "--devices", 2, *shard, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    together = Run.open(tmp_path / "run")
    for kind in ("train", "evaluate"):
        one = [row["loss"] for row in alone.metrics(kind)]
        two = [row["loss"] for row in together.metrics(kind)]
        assert len(one) == len(two) > 0
        assert two == pytest.approx(one, rel=1e-4)
    assert together.summary()["processes"] == 2


def test_sharding_needs_several_processes(tmp_path):
    done = gradatim(*RUN, "--out", "run", "--shard", cwd=tmp_path)
    assert done.returncode == 2
    assert "add --devices 2" in done.stderr


def test_batch_must_divide_among_the_processes(tmp_path):
    words = ["train", "digits-mlp", "--steps", "2", "--batch-size", "33", "--devices", "2"]
    done = gradatim(*words, "--out", "run", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("cannot be cut into 2 equal parts") == 1  # though each finds it
    assert "Traceback" not in done.stderr
