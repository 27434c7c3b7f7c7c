"""Metrics in TensorBoard too, where it is installed: `tensorboard --logdir runs`."""

import time
from importlib.util import find_spec
from pathlib import Path

Metrics = tuple[int, str, dict[str, float]]  # step; train or evaluate; values by name


def append_events(file: Path, rows: list[Metrics]) -> None:
    """Append metrics to an event file, if TensorBoard is installed.

    Its own writer works in a thread, where the error of a full disk is lost; so the records are
    written here, in TensorBoard's format.

    Args:
        file: made, with its folder, if it is not there.
        rows: the metrics.

    Raises:
        OSError: the disk is full or read-only.
    """
    if not rows or find_spec("tensorboard") is None:
        return
    # An optional extra, which takes a second to import.
    from tensorboard.compat.proto import event_pb2, summary_pb2
    from tensorboard.summary.writer.record_writer import RecordWriter

    new = not file.exists()
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "ab") as out:
        records = RecordWriter(out)
        if new:
            first = event_pb2.Event(wall_time=time.time(), file_version="brain.Event:2")
            records.write(first.SerializeToString())
        for step, kind, metrics in rows:
            values = [
                summary_pb2.Summary.Value(tag=f"{kind}/{name}", simple_value=value)
                for name, value in metrics.items()
            ]
            summary = summary_pb2.Summary(value=values)
            event = event_pb2.Event(step=step, wall_time=time.time(), summary=summary)
            records.write(event.SerializeToString())
