"""TensorBoard reads back what was written."""

import pytest

from gradatim.training.run_folder.tensorboard import TensorBoard


def test_tensorboard_reads_the_metrics_back(tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    board = TensorBoard(tmp_path / "tensorboard")
    board.note(1, "train", {"loss": 2.5})
    board.write()
    board.note(2, "train", {"loss": 1.5})
    board.note(2, "evaluate", {"accuracy": 0.75})
    board.write()
    read = EventAccumulator(str(tmp_path / "tensorboard"))
    read.Reload()
    assert [(e.step, e.value) for e in read.Scalars("train/loss")] == [(1, 2.5), (2, 1.5)]
    assert [(e.step, e.value) for e in read.Scalars("evaluate/accuracy")] == [(2, 0.75)]
