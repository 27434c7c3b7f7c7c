"""TensorBoard reads back what was written."""

import pytest

from gradatim.training.run_folder.tensorboard import append_events


def test_tensorboard_reads_the_metrics_back(tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    file = tmp_path / "tensorboard" / "events.out.tfevents.1"
    append_events(file, [(1, "train", {"loss": 2.5})])
    append_events(file, [(2, "train", {"loss": 1.5}), (2, "evaluate", {"accuracy": 0.75})])
    read = EventAccumulator(str(tmp_path / "tensorboard"))
    read.Reload()
    assert [(e.step, e.value) for e in read.Scalars("train/loss")] == [(1, 2.5), (2, 1.5)]
    assert [(e.step, e.value) for e in read.Scalars("evaluate/accuracy")] == [(2, 0.75)]
