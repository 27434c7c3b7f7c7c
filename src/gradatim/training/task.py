"""What the loop asks for: a task joins a model, its batches and its loss."""

import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.utils._pytree import tree_map_only

from gradatim.errors import UserError
from gradatim.spelling import given, spelled
from gradatim.training.config import OptimizerConfig, TrainConfig

Batch = Any  # a tensor, or a tuple or dict of tensors whose first axis is the batch


def chunk(batch: Batch, n_parts: int, index: int) -> Batch:
    """Take one of equal parts of every tensor in a batch, along its first axis."""
    # Batches differ in form from task to task (tuples, dicts): only their tensors are cut.
    # Views, not copies: a part costs no memory until it is computed with.
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
        data: of each part of one's own data, by name, `size` and `sha256`: a run notices by them
            that the data have changed.
        has_validation: whether data are held out to be measured during the run. Where none are, the
            run is measured once, at its end, and cannot stop early.
        n_test: test examples that the final accuracy is a fraction of, where there is one.
        unread: options that nothing reads on these data, each with the reason.
        plays: whether the model makes its own batches by playing: one that is drawn cannot be put
            back.
        note: a sentence to show when training begins, such as the loss of guessing; or "".
    """

    model: nn.Module
    batches: Batches
    info: Any = None
    files: dict[str, str] = {}  # noqa: RUF012 (replaced, never changed in place)
    data: dict[str, dict[str, int | str]] = {}  # noqa: RUF012 (likewise)
    has_validation: bool = True
    n_test: int | None = None
    unread: dict[str, str] = {}  # noqa: RUF012 (likewise)
    plays: bool = False
    note: str = ""

    def loss(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the mean loss of a batch, and further metrics to show (detached, 0-dim)."""
        raise NotImplementedError

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the model; the loop has put it in evaluation mode and turned gradients off.

        Args:
            final: the one evaluation on the test set, at the end of a run. All others are on
                validation data: whoever looks at them may choose by them.
        """
        raise NotImplementedError

    def sample(self) -> dict[str, bytes]:
        """Make something to look at while it trains: a text, images, a game.

        The loop has put the model in evaluation mode; what is drawn must come from generators of
        its own, so that the training stays as it would be without.

        Returns:
            The files of one sample by their suffix ("txt", "png" or "svg"); none by default.
        """
        return {}

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


def check_task(task: Task) -> None:
    """Refuse a task that lacks a part, before anything long begins.

    Raises:
        UserError: the part, and what it should be.
    """
    name = type(task).__name__
    if not isinstance(getattr(task, "model", None), nn.Module):
        raise UserError(f"{name} has no model: set self.model to a torch.nn.Module.")
    # A task of one's own fails here, in a sentence, and not in the middle of the first step.
    parts = ("batch_size", "steps_per_epoch", "__next__", "state_dict", "load_state_dict")
    missing = [part for part in parts if not hasattr(getattr(task, "batches", None), part)]
    if missing:
        raise UserError(
            f"the batches of {name} have no {missing[0]}: use TensorBatches, or write a class with "
            f"{', '.join(parts)}."
        )
    for part in ("loss", "evaluate"):
        if getattr(type(task), part) is getattr(Task, part):
            raise UserError(f"{name} has no method {part}: write one (see gradatim.Task).")


def check_plan(
    name: str,
    train: TrainConfig,
    task: Task,
    given_values: Mapping[str, Any],
    n_processes: int = 1,
) -> None:
    """Refuse or say it where what was asked of a run cannot be, or will never happen.

    Args:
        name: of the recipe or task.
        train: how it is trained, where some options may follow from the data.
        task: which holds out data to measure, or not.
        given_values: what somebody asked for, default values too.
        n_processes: that share each batch.

    Raises:
        UserError: batches that cannot be cut into equal parts; an option that these data make
            meaningless; nothing is held out to measure during the run.
    """
    # A mean of means is the mean of all only where the parts are equal.
    parts = train.grad_accum_steps * n_processes
    if task.batches.batch_size % parts:
        raise UserError(
            f"a batch of {task.batches.batch_size} cannot be cut into {parts} equal parts "
            f"({spelled('grad_accum_steps')} times the number of devices): choose another "
            f"{spelled('batch_size', 'NUMBER')}."
        )
    for option, reason in task.unread.items():
        if option in given_values:
            raise UserError(f"{given(option, given_values[option])}, and {reason}: leave it out.")
    asked = {
        option: getattr(train, option)
        for option in ("patience", "evaluate_every", "evaluate_seconds")
        if given_values.get(option) is not None
    }
    if asked and not task.has_validation:
        option, value = next(iter(asked.items()))
        raise UserError(
            f"{given(option, value)}, and {name} holds out no data to measure during the run: "
            f"leave it out, or hold data out where there is {spelled('val_fraction', 'FRACTION')}."
        )
    total = train.total_steps(task.batches.steps_per_epoch)
    every = train.evaluate_every or task.batches.steps_per_epoch
    n_during = (total - 1) // every  # the last evaluation is that of the end
    if "evaluate_every" in asked and not n_during:
        warnings.warn(
            f"{given('evaluate_every', every)} and the run has {total:,} steps, so it is measured "
            "at its end only.",
            stacklevel=3,
        )
    if "patience" in asked and n_during <= train.patience:  # type: ignore[operator]
        kept = ", though the best weights are kept" if n_during else ""
        warnings.warn(
            f"{given('patience', train.patience)} and the run is measured {n_during:,} times "
            f"before its end, every {every:,} steps, so it does not stop early{kept}.",
            stacklevel=3,
        )


def loss_of(task: Task, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
    """Call the loss of a task, and check what it returns.

    Raises:
        UserError: something else than a number and a dictionary of numbers.
    """
    found = task.loss(batch)
    if not (
        isinstance(found, tuple)
        and len(found) == 2
        and isinstance(found[0], Tensor)
        and found[0].ndim == 0
        and isinstance(found[1], dict)
    ):
        raise UserError(
            f"the loss of {type(task).__name__} returned {_described(found)}: return the mean "
            "loss, a tensor without axes, and a dictionary of metrics, which may be empty."
        )
    # Detached, or every metric would keep the graph of its step in memory until it is logged.
    loss, metrics = found
    return loss, {name: torch.as_tensor(value).detach() for name, value in metrics.items()}


def metrics_of(task: Task, final: bool) -> dict[str, float]:
    """Evaluate a task, and check what it returns.

    Raises:
        UserError: something else than a dictionary from names to numbers, with a loss among them.
    """
    try:
        found = task.evaluate(final=final)
    except TypeError as error:
        if "'final'" not in str(error):
            raise
        name = type(task).__name__
        raise UserError(
            f"evaluate of {name} takes no `final`: write evaluate(self, final=False)."
        ) from error
    try:
        metrics = {str(name): float(value) for name, value in found.items()}
    except (AttributeError, TypeError, ValueError, RuntimeError):
        metrics = {}
    if "loss" not in metrics:
        raise UserError(
            f"evaluate of {type(task).__name__} returned {_described(found)}: return a dictionary "
            'from names to numbers, with "loss" among them.'
        )
    return metrics


def _described(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_described, value))})"
    return "None" if value is None else f"{type(value).__name__} {value!r}"[:80]
