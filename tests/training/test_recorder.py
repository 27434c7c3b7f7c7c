"""What a run records: a mean per line, evaluations after what trained before, the best weights."""

import math

import pytest
import torch

from gradatim.training import RuntimeOptions, TrainConfig
from gradatim.training.device import Runtime
from gradatim.training.ema import EMA
from gradatim.training.recorder import LOG_LINES, RunRecorder
from tests.training.toy import PointTask, new_run


@pytest.fixture
def make(tmp_path):
    def recorder(total=10, ema=False, **train):
        task, config = PointTask(), TrainConfig(**train)
        optimizers = [torch.optim.SGD(task.model.parameters(), lr=0.5)]
        averaged = EMA(task.model, 0.9) if ema else None
        runtime = Runtime(RuntimeOptions(device="cpu"))
        run = new_run(tmp_path / "run", config)
        return RunRecorder(task, optimizers, averaged, run, runtime, config, total)

    return recorder


def rows(recorder, kind="train"):
    return [(row["step"], row["loss"]) for row in recorder.run.metrics(kind)]


def test_a_long_run_writes_a_mean_per_line_and_keeps_what_makes_no_whole_line(make):
    recorder = make(total=3 * LOG_LINES)
    for step in range(1, 8):
        recorder.note(step, {"loss": torch.tensor(float(step))})
    recorder.flush_whole_lines()
    assert rows(recorder) == [(3, 2.0), (6, 5.0)]
    assert [step for step, *_ in recorder.pending] == [7]
    recorder.flush()
    assert rows(recorder)[-1] == (7, 7.0)


def test_what_trained_before_an_evaluation_stands_before_it(make):
    recorder = make()
    recorder.note(1, {"loss": torch.tensor(1.0)})
    measured = recorder.evaluate(1)
    assert [row["kind"] for row in recorder.run.metrics()] == ["train", "evaluate"]
    assert recorder.task.model.training
    assert "validation loss" in recorder.to_show()
    assert recorder.run.metrics("evaluate")[0]["loss"] == pytest.approx(measured["loss"], rel=1e-5)


def test_patience_ends_when_the_loss_has_not_fallen_for_so_long(make):
    recorder = make(patience=2, evaluate_every=1)
    for loss, stops in ((3.0, False), (2.0, False), (2.0, False), (2.5, True)):
        recorder.measured = {"loss": loss}
        assert recorder.should_stop_early(1) is stops
    assert recorder.best_loss == 2.0
    assert (recorder.run.folder / "best.safetensors").is_file()
    recorder.measured = {"loss": math.nan}
    assert recorder.should_stop_early(5)


def test_without_patience_a_run_never_stops_early(make):
    recorder = make()
    recorder.measured = {"loss": math.inf}
    assert not recorder.should_stop_early(1)


def test_a_checkpoint_with_nan_in_it_is_not_kept(make):
    recorder = make()
    recorder.checkpoint(3)
    next(recorder.task.model.parameters()).data.fill_(math.nan)
    recorder.checkpoint(4)
    assert recorder.run.load_state()["loop"]["step"] == 3
    assert recorder.resume() == 3


def test_the_averaged_weights_are_what_remains(make):
    recorder = make(ema=True)
    averaged = [p.clone() for p in recorder.task.model.parameters()]
    for parameter in recorder.task.model.parameters():
        parameter.data.add_(1.0)
    recorder.evaluate_at_the_end(1)
    for parameter, kept in zip(recorder.task.model.parameters(), averaged, strict=True):
        assert torch.equal(parameter, kept)
    summary = recorder.finish(1, "a meter")
    assert summary["energy"]["source"] == "a meter"
    assert summary["metrics"] == recorder.measured
