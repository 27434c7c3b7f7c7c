"""How anything here learns: the one loop, optimizers, schedules, checkpoints, run folder."""

from gradatim.training.config import RuntimeOptions, Settings
from gradatim.training.device import Runtime
from gradatim.training.loop import Diverged, train
from gradatim.training.run import Run
from gradatim.training.task import Batches, Task

__all__ = ["Batches", "Diverged", "Run", "Runtime", "RuntimeOptions", "Settings", "Task", "train"]
