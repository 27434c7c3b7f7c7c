"""One thread is used where it is measured to be faster, and measuring leaves no trace."""

import json

import pytest
import torch
from benchmarks.reliability.resume_all import make_inputs, outcome, tiny

import gradatim
from gradatim.recipes import runs
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.repeat import train_command
from gradatim.training import Runtime, RuntimeOptions, thread_choice
from gradatim.training.thread_choice import measured_threads
from tests.training.toy import PointTask


@pytest.fixture
def two_threads(monkeypatch):
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(1)


class Clock:
    """A clock that only the steps of a task move."""

    seconds = 0.0

    def perf_counter(self):
        return self.seconds


@pytest.fixture
def digits_task(monkeypatch):
    """Makes the task of digits-mlp; a step takes so many seconds, by the number of threads."""

    def make(seconds_of_a_step):
        clock = Clock()
        monkeypatch.setattr(thread_choice, "time", clock)
        task = get("digits-mlp").build(torch.device("cpu"))
        loss = task.loss

        def slow_loss(batch):
            clock.seconds += seconds_of_a_step[torch.get_num_threads()]
            return loss(batch)

        task.loss = slow_loss
        return task

    return make


CPU = RuntimeOptions(device="cpu")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ({1: 0.010, 2: 0.012}, 1),
        ({1: 0.010, 2: 0.0105}, 2),  # too small a gain to choose by
        ({1: 0.300, 2: 0.001}, 2),
        ({1: 0.200, 2: 0.300}, 2),  # so large a step is left to all threads
    ],
)
def test_the_faster_number_is_found(seconds, expected, two_threads, digits_task):
    assert measured_threads(digits_task(seconds), Runtime(CPU)) == expected
    assert torch.get_num_threads() == 2


@pytest.mark.parametrize("variable", ["OMP_NUM_THREADS", "MKL_NUM_THREADS"])
def test_what_the_user_set_stays(variable, two_threads, digits_task, monkeypatch):
    monkeypatch.setenv(variable, "2")
    assert measured_threads(digits_task({1: 0.0, 2: 0.04}), Runtime(CPU)) is None


@pytest.mark.parametrize("name", ["mnist-convnet", "docs-gpt", "fashion-fixmatch"])
def test_measuring_leaves_no_trace_in_the_run(
    name, two_threads, data_folder, tmp_path, monkeypatch
):
    make_inputs(tmp_path)
    recipe = change(name, tiny(name, tmp_path), {"threads": 1})
    plain, _ = runs.start(name, recipe, tmp_path / "plain", options=CPU, show=False)
    torch.set_num_threads(2)
    measured = []

    def measure(task, runtime):
        measured.append(measured_threads(task, runtime))
        return 1

    monkeypatch.setattr(runs, "measured_threads", measure)
    recipe = change(name, recipe, {"threads": None})
    run, summary = runs.start(name, recipe, tmp_path / "measured", options=CPU, show=False)
    assert len(measured) == 1
    assert summary["threads"] == 1
    assert outcome(run) == outcome(plain)
    assert "--threads 1" in train_command(run)
    assert json.loads((run.folder / "config.json").read_text("utf-8"))["options"]["threads"] == 1


def test_threads_of_one_run_are_not_those_of_the_next(two_threads, tmp_path):
    """Or the second run in a process would be another one than its printed command makes."""
    recipe = change("digits-perceptron", get("digits-perceptron"), {"steps": 2, "threads": 1})
    run, summary = runs.start("digits-perceptron", recipe, tmp_path / "run", show=False)
    assert (summary["threads"], torch.get_num_threads()) == (1, 2)
    runs.evaluate(run.folder)
    assert torch.get_num_threads() == 2
    gradatim.train(PointTask(), out=tmp_path / "own", steps=2, threads=1, show=False)
    assert torch.get_num_threads() == 2
