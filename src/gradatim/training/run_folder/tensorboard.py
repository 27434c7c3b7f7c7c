"""Metrics in TensorBoard too, where it is installed: `tensorboard --logdir runs`."""

import importlib.util
import time
from pathlib import Path


class TensorBoard:
    """Collects metrics and appends them to an event file at every evaluation.

    Does nothing where TensorBoard is not installed. Its own writer works in a thread, where the
    error of a full disk is lost; so the records are written here, in TensorBoard's format.

    Args:
        folder: where the event file goes.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"events.out.tfevents.{time.time_ns()}"
        self.installed = importlib.util.find_spec("tensorboard") is not None
        self.rows: list[tuple[int, str, dict[str, float]]] = []

    def note(self, step: int, kind: str, metrics: dict[str, float]) -> None:
        """Hold metrics until the next `write`."""
        if self.installed:
            self.rows.append((step, kind, metrics))

    def write(self) -> None:
        """Append what is held.

        Raises:
            OSError: the disk is full or read-only.
        """
        if not self.rows:
            return
        # An optional extra, which takes a second to import.
        from tensorboard.compat.proto.event_pb2 import Event

        # An optional extra, which takes a second to import.
        from tensorboard.compat.proto.summary_pb2 import Summary
        from tensorboard.summary.writer.record_writer import RecordWriter

        new = not self.file.exists()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with open(self.file, "ab") as file:
            records = RecordWriter(file)
            if new:
                first = Event(wall_time=time.time(), file_version="brain.Event:2")
                records.write(first.SerializeToString())
            for step, kind, metrics in self.rows:
                values = [
                    Summary.Value(tag=f"{kind}/{name}", simple_value=value)
                    for name, value in metrics.items()
                ]
                event = Event(step=step, wall_time=time.time(), summary=Summary(value=values))
                records.write(event.SerializeToString())
        self.rows.clear()
