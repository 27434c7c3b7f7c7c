"""What a run records: a mean per line, evaluations after what trained before, the best weights."""

import math

import pytest
import torch

from gradatim.training import RuntimeOptions, TrainConfig
from gradatim.training.device import Runtime
from gradatim.training.early_stopping import EarlyStopping
from gradatim.training.ema import EMA
from gradatim.training.recorder import LOG_LINES, RunRecorder
from gradatim.training.run_folder.files import samples
from tests.training.toy import PointTask, new_run


@pytest.fixture
def make(tmp_path):
    def recorder(total=10, ema=False, task=None, folder="run", **train):
        task, config = task or PointTask(), TrainConfig(**train)
        optimizers = [torch.optim.SGD(task.model.parameters(), lr=0.5)]
        averaged = EMA(task.model, 0.9) if ema else None
        runtime = Runtime(RuntimeOptions(device="cpu"))
        run = new_run(tmp_path / folder, config)
        return RunRecorder(task, optimizers, averaged, run, runtime, config, total)

    return recorder


def rows(recorder, kind="train"):
    return [(row["step"], row["loss"]) for row in recorder.run.metrics(kind)]


def test_a_long_run_writes_a_mean_per_line_and_keeps_what_makes_no_whole_line(make):
    recorder = make(total=3 * LOG_LINES)
    for step in range(1, 8):
        recorder.note(step, {"loss": torch.tensor(float(step))})
    recorder.flush(whole_lines=True)
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


def test_a_run_ends_when_the_loss_has_not_fallen_for_so_long():
    stopping = EarlyStopping(patience=2)
    seen = [(stopping.improves(loss), stopping.over) for loss in (3.0, 2.0, 2.0, 2.5)]
    assert seen == [(True, False), (True, False), (False, False), (False, True)]
    assert stopping.best_loss == 2.0


def test_a_lower_loss_begins_to_count_anew():
    stopping = EarlyStopping(patience=2)
    for loss in (3.0, 4.0, 2.0, 4.0):
        stopping.improves(loss)
    assert (stopping.n_worse, stopping.over) == (1, False)


def test_a_loss_that_is_no_number_is_no_better():
    stopping = EarlyStopping(patience=1)
    assert not stopping.improves(math.nan)
    assert stopping.over


def test_early_stopping_keeps_the_weights_of_the_best(make):
    recorder = make(patience=1, evaluate_every=1)
    best = recorder.run.folder / "best.safetensors"
    for loss, stops in ((3.0, False), (2.0, False), (2.5, True)):
        best.unlink(missing_ok=True)
        recorder.measured = {"loss": loss}
        assert recorder.should_stop_early() is stops
        assert best.is_file() is not stops


def test_without_patience_a_run_never_stops_early(make):
    recorder = make()
    recorder.measured = {"loss": math.inf}
    assert not recorder.should_stop_early()


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
    summary = recorder.finish(1)
    assert summary["energy"]["source"].startswith(("measured", "estimated"))
    assert summary["metrics"] == recorder.measured


def test_samples_come_by_the_clock_with_the_averaged_weights_and_go_with_later_steps(make):
    assert not make().samples  # a task that makes nothing

    class Drawing(PointTask):
        def sample(self):
            assert not self.model.training
            seen.append(next(self.model.parameters()).clone())
            return {"txt": b"a dot", "png": b"dot"}

    seen, recorder = [], make(ema=True, task=Drawing(), folder="other")
    assert not recorder.sample_due()
    recorder.next_sample = 0.0
    assert recorder.sample_due()
    weight = next(recorder.task.model.parameters())
    before = weight.detach().clone()
    weight.data += 1.0
    recorder.sample(7)
    assert torch.equal(seen[0], before)
    assert torch.equal(weight, before + 1)
    assert recorder.task.model.training
    assert not recorder.sample_due()
    folder = recorder.run.folder
    assert [file.name for file in samples(folder)] == ["00000007.png", "00000007.txt"]
    recorder.run.forget_after(6)
    assert samples(folder) == []


def test_a_model_that_diverges_costs_a_sample_and_not_the_run(make):
    class Broken(PointTask):
        def sample(self):
            return {"txt": bytes(torch.multinomial(torch.tensor([math.nan, 0.0]), 1))}

    recorder = make(task=Broken())
    recorder.sample(1)
    assert samples(recorder.run.folder) == []
