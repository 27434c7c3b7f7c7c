"""Metrics in TensorBoard too, where it is installed: `tensorboard --logdir runs`."""

import importlib.util
from pathlib import Path
from typing import Any


class TensorBoard:
    """Collects metrics and writes them as TensorBoard's events at every evaluation.

    Does nothing where TensorBoard is not installed.

    Args:
        folder: where the event files go.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installed = importlib.util.find_spec("tensorboard") is not None
        self.writer: Any = None
        self.rows: list[tuple[int, str, dict[str, float]]] = []

    def note(self, step: int, kind: str, metrics: dict[str, float]) -> None:
        """Remember metrics until the next `write`."""
        if self.installed:
            self.rows.append((step, kind, metrics))

    def write(self) -> None:
        """Write what was noted."""
        if not self.rows:
            return
        if self.writer is None:
            from torch.utils.tensorboard import SummaryWriter  # imported late: it takes a moment

            self.writer = SummaryWriter(str(self.folder))
        for step, kind, metrics in self.rows:
            for name, value in metrics.items():
                self.writer.add_scalar(f"{kind}/{name}", value, step)
        self.rows.clear()
        self.writer.flush()
