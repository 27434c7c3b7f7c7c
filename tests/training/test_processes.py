"""Two processes on the CPU give the loss curve of one, with DDP and with sharding."""

import pytest

from gradatim.training import Run
from tests.cli.helpers import gradatim

RUN = ["train", "digits-mlp", "--steps", "12", "--batch-size", "64", "--grad-clip", "1"]


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
