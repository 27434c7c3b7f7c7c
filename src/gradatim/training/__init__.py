"""How anything here learns: the one loop, optimizers, schedules, checkpoints, run folder."""

from gradatim.training.config import OptimizerConfig, RuntimeOptions, ScheduleConfig, TrainConfig
from gradatim.training.device import Runtime, threads_given_back
from gradatim.training.loop import Diverged, train
from gradatim.training.run_folder.run import Run
from gradatim.training.task import Batches, Task

__all__ = [
    "Batches",
    "Diverged",
    "OptimizerConfig",
    "Run",
    "Runtime",
    "RuntimeOptions",
    "ScheduleConfig",
    "Task",
    "TrainConfig",
    "threads_given_back",
    "train",
]
