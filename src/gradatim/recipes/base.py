"""What a recipe is: what is trained on what, with every option and its default."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self, TypeVar

import torch
from torch import nn

from gradatim.help import Help
from gradatim.training import Task, TrainConfig

ValFraction = Annotated[
    float,
    Help(
        "fraction of the training examples held out to measure during the run, 0 to below 1; "
        "0: none"
    ),
]

TrainFraction = Annotated[
    float,
    Help("fraction of the training examples that are used, of every class alike, above 0 to 1"),
]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What is trained on what.

    A recipe joins small frozen configs; a subclass adds those of its data, its model and its
    evaluation. Every leaf of them is an option, see `recipes.options`.

    Attributes:
        train: how it is trained.
        info_type: class of what `build_model` needs to know of the data, see `data.info`.
        fixed: what is not an option, by its path: sizes of the model that the data or other sizes
            decide ("model.n_classes"), or what means nothing here ("train.epochs").
        use: what follows `gradatim` in the command that uses a run where `predict` has no answer.
    """

    # Frozen, and its defaults too: what a run was trained with is compared by ==, and is resumed as
    # it was, so nothing may change it on the way.
    train: TrainConfig = field(default_factory=TrainConfig)

    info_type: ClassVar[type[Any]]
    fixed: ClassVar[tuple[str, ...]] = ()
    use: ClassVar[str] = "evaluate {run}"

    def build(self, device: torch.device) -> Task:
        """Load the data, build the model for it, and join both in a task."""
        raise NotImplementedError

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """This recipe with what a run of it learned from its data: classes, statistics, tokens.

        Args:
            info: what the run needs to know of its data, an `info_type`.
            files: texts that belong to the run, by name.
        """
        return self

    def train_config(self, task: Task) -> TrainConfig:
        """How the task is trained, now that its data are known; usually what `train` says."""
        return self.train

    def build_model(self, info: Any) -> nn.Module:
        """Build the model from what `build` found in the data, an `info_type`."""
        raise NotImplementedError

    def command(self, folder: Path) -> str:
        """The command that uses a run in this folder where `predict` has no answer, in quotes."""
        return f"`gradatim {self.use.format(run=folder)}`"


AnyRecipe = TypeVar("AnyRecipe", bound=Recipe)
