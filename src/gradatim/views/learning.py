"""How engines learn: the steps of the project's loop, one at a time, with a way back."""

from typing import Any

import torch
from torch import Tensor

from gradatim.training import Runtime, RuntimeOptions
from gradatim.training.loop import forward_and_backward
from gradatim.training.optimizers import make_optimizers
from gradatim.training.settings import Settings
from gradatim.training.task import Batch, Task


class Learner:
    """A task and its optimizers, stepped batch by batch by the loop's own functions."""

    def __init__(self, task: Task, settings: Settings) -> None:
        """Build the optimizers that the settings name."""
        self.task = task
        self.settings = settings
        self.runtime = Runtime(RuntimeOptions(device="cpu"))
        self.optimizers = make_optimizers(task, task.model, settings)

    def step(self, batch: Batch) -> Tensor:
        """Learn from one batch; returns its mean loss (0-dim)."""
        loss, _ = forward_and_backward(self.task, batch, 1, self.runtime)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()
        return loss

    def learning_rate(self, value: float) -> None:
        """Set the learning rate of all groups, acting from the next step on."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = value

    def state(self) -> dict[str, Any]:
        """Return a copy of weights and optimizers."""
        model = {name: value.clone() for name, value in self.task.model.state_dict().items()}
        return {
            "model": model,
            "optimizers": [_copied(o.state_dict()["state"]) for o in self.optimizers],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Put a copy back; learning rates stay as they are set now."""
        self.task.model.load_state_dict(state["model"])
        for optimizer, kept in zip(self.optimizers, state["optimizers"], strict=True):
            now = optimizer.state_dict()
            optimizer.load_state_dict({**now, "state": _copied(kept)})
        for parameter in self.task.model.parameters():
            parameter.grad = None

    def finite(self) -> bool:
        """Say whether all weights are finite."""
        return all(bool(torch.isfinite(p).all()) for p in self.task.model.parameters())


def _copied(state: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Copy an optimizer's state; five times as fast as a deep copy, which every step would pay."""
    return {
        parameter: {k: v.clone() if isinstance(v, Tensor) else v for k, v in kept.items()}
        for parameter, kept in state.items()
    }
