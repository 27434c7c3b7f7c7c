"""How engines learn: the steps of the project's loop, one at a time, with a way back."""

import math
from collections.abc import Mapping
from typing import Any

from torch import Tensor
from torch.nn.utils import get_total_norm

from gradatim.training import Runtime, RuntimeOptions
from gradatim.training.config import OptimizerConfig
from gradatim.training.loop import forward_and_backward
from gradatim.training.optimizers import make_optimizers
from gradatim.training.task import Batch, Task


class Trainer:
    """A task and its optimizers, stepped batch by batch by the loop's own functions."""

    def __init__(self, task: Task, config: OptimizerConfig) -> None:
        """Build the optimizers that the config names."""
        self.task = task
        # Many visitors share the machine, and tiny networks gain nothing from a GPU.
        self.runtime = Runtime(RuntimeOptions(device="cpu"))
        self.optimizers = make_optimizers(task, task.model, config)
        self._parameters = list(task.model.parameters())  # looked up once: steps are short
        self._buffers = list(task.model.buffers())

    def step(self, batch: Batch) -> Tensor:
        """Learn from one batch; returns its mean loss (0-dim)."""
        loss, _ = forward_and_backward(self.task, batch, 1, self.runtime)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()  # gradients would add up over the steps
        return loss

    def set_learning_rate(self, value: float) -> None:
        """Set the learning rate of all groups, acting from the next step on."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = value

    def state(self) -> dict[str, Any]:
        """Return a copy of weights and optimizers."""
        return {
            "model": [tensor.clone() for tensor in self._tensors()],
            "optimizers": [_copied(optimizer.state) for optimizer in self.optimizers],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Put a copy back; learning rates stay as they are set now."""
        # In place: hooks, optimizers and views of the parameters keep pointing at them.
        for tensor, kept in zip(self._tensors(), state["model"], strict=True):
            tensor.copy_(kept)
        for optimizer, kept in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.state.clear()
            optimizer.state.update(_copied(kept))
        for parameter in self._parameters:
            parameter.grad = None  # it belongs to the step that was undone

    def finite(self) -> bool:
        """Say whether all weights are finite, and not so large that their squares are not."""
        return math.isfinite(get_total_norm(self._parameters))  # one pass for all tensors

    def _tensors(self) -> list[Tensor]:
        return [parameter.data for parameter in self._parameters] + self._buffers


def _copied(state: Mapping[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Copy an optimizer's state; five times as fast as a deep copy, which every step would pay."""
    return {
        parameter: {k: v.clone() if isinstance(v, Tensor) else v for k, v in kept.items()}
        for parameter, kept in state.items()
    }
