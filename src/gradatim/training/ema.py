"""Averaged weights: an exponential moving average that is often better than the last weights."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn


class EMA:
    """Exponential moving average of a model's weights.

    Averaging is Polyak and Juditsky's idea (1992); theirs is the uniform mean of all steps, this
    one forgets the early ones.

    Args:
        model: whose weights are followed.
        decay: fraction of the old average that a step keeps; early steps keep less, so that the
            start is forgotten: min(decay, (1 + n) / (10 + n)).
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.n_updates = 0
        # state_dict gives views of the living weights, buffers such as batch norm's included
        self.weights = [t for t in model.state_dict().values() if t.is_floating_point()]
        self.average = [t.clone() for t in self.weights]

    @torch.no_grad()
    def update(self) -> None:
        """Move the average one step towards the model's weights."""
        self.n_updates += 1
        # Otherwise the random weights of the start would weigh for about 1 / (1 - decay) steps.
        decay = min(self.decay, (1 + self.n_updates) / (10 + self.n_updates))
        # One call for all tensors: in a loop a small model would wait
        # for Python, not for arithmetic.
        torch._foreach_lerp_(self.average, self.weights, 1 - decay)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Let the model hold the averaged weights inside a `with` block."""
        # Training goes on with the living weights: the average is for measuring and for keeping.
        own = [t.clone() for t in self.weights]
        _copy(self.average, self.weights)
        try:
            yield
        finally:
            _copy(own, self.weights)

    def keep(self) -> None:
        """Leave the averaged weights in the model for good."""
        _copy(self.average, self.weights)

    def state_dict(self) -> dict[str, Any]:
        """Return the average and how often it was updated."""
        return {"average": self.average, "n_updates": self.n_updates}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` gave."""
        self.n_updates = state["n_updates"]
        _copy(state["average"], self.average)


@torch.no_grad()
def _copy(sources: list[Tensor], targets: list[Tensor]) -> None:
    for source, target in zip(sources, targets, strict=True):
        target.copy_(source)
