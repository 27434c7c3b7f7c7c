"""What the loop asks for: a task joins a model, its batches and its loss."""

from collections.abc import Iterator
from typing import Any, Protocol

from torch import Tensor, nn
from torch.utils._pytree import tree_map_only

from gradatim.training.config import OptimizerConfig

Batch = Any  # a tensor, or a tuple or dict of tensors whose first axis is the batch


def chunk(batch: Batch, n_parts: int, index: int) -> Batch:
    """Take one of equal parts of every tensor in a batch, along its first axis."""
    # Batches differ in form from task to task (tuples, dicts): only their tensors are cut.
    return tree_map_only(Tensor, lambda tensor: tensor.chunk(n_parts)[index], batch)


class Batches(Protocol):
    """An endless stream of batches that can be continued where it was left.

    `state_dict` holds tensors, numbers, strings, lists and dicts only; after `load_state_dict`
    the next batch is exactly the one that would have come.
    """

    batch_size: int
    steps_per_epoch: int

    def __iter__(self) -> Iterator[Batch]: ...
    def __next__(self) -> Batch: ...
    def state_dict(self) -> dict[str, Any]: ...
    def load_state_dict(self, state: dict[str, Any]) -> None: ...


class Task:
    """A model, its batches and its loss.

    Attributes:
        model: what learns. The loop may wrap it for several devices, so call `self.model(...)`.
        batches: where its examples come from: a data set, or play.
        info: from which the model can be built again without its data, see `data.info`; or None.
        files: text files that belong to the run, by name (a tokenizer, say).
    """

    model: nn.Module
    batches: Batches
    info: Any = None
    files: dict[str, str] = {}  # noqa: RUF012 (replaced, never changed in place)

    def loss(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the mean loss of a batch, and further metrics to show (detached, 0-dim)."""
        raise NotImplementedError

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the model; the loop has put it in evaluation mode and turned gradients off.

        Args:
            final: the last evaluation of a run, on the test set; others may use held-out data.
        """
        raise NotImplementedError

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]] | None:
        """Give groups of parameters their own `lr`, `weight_decay` or `optimizer`.

        None leaves the choice to `training.optimizers.default_groups`.
        """
        return None

    def state_dict(self) -> dict[str, Any]:
        """Return what must be kept besides the model and its batches (a target network, say)."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` gave."""
