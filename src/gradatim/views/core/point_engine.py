"""What the views of a network that classifies points of the plane share."""

from typing import Any

import torch
from torch import Tensor, nn

from gradatim.training.config import OptimizerConfig
from gradatim.views.core.engine import Engine
from gradatim.views.core.toy_points import PointTask, flatten
from gradatim.views.core.trainer import Trainer
from gradatim.views.core.uploads import read_points


class PointEngine(Engine):
    """A network that learns two classes of points, batch by batch.

    Its view has the controls `data`, `points`, `learning_rate` and `seed`.
    """

    accepts = ".csv,.txt"

    def begin(self, model: nn.Module, config: OptimizerConfig) -> None:
        """Prepare to train a network from the seed."""
        self.model = model
        self.trainer = Trainer(PointTask(model), config)
        self.random = torch.Generator().manual_seed(self.values["seed"])  # of the batches
        self.losses: list[Any] = []

    def loss_on(self, points: Tensor, labels: Tensor) -> float:
        """Return the mean loss on some points, without dropout."""
        self.model.eval()  # one's own network may have dropout or batch norm
        with torch.no_grad():
            loss = float(self.trainer.task.loss((points, labels))[0])
        self.model.train()
        return loss

    def state(self) -> Any:
        """Return a copy of weights, optimizer and random state."""
        return self.trainer.state(), self.random.get_state(), len(self.losses)

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        trainer, random, n = state
        self.trainer.restore(trainer)
        self.random.set_state(random)
        del self.losses[n:]  # the list only grows, so its length is state enough

    def changed(self, name: str) -> None:
        """Let a new learning rate act from the next step on."""
        self.trainer.set_learning_rate(self.values["learning_rate"])

    def load_file(self, name: str, content: bytes) -> None:
        """Take a table of points."""
        points, labels, self.notice = read_points(content)
        self.values |= {"data": "own", "points": flatten(points, labels)}
        self.reset()
