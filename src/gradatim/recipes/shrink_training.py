"""What shrinking a run has to train: weights that expect rounding or zeros, or a narrow network.

Shapes: B examples, K classes or tokens.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from gradatim.data.info import to_json
from gradatim.errors import UserError
from gradatim.models.pruning import expect_zeros, gradual_fraction, prune, prune_to
from gradatim.models.quantization_aware import expect_rounding, settle
from gradatim.recipes.base import Recipe
from gradatim.recipes.options import change, values_of
from gradatim.recipes.run_data import ways
from gradatim.recipes.runs import open_run, open_task
from gradatim.recipes.unread import unread
from gradatim.training import (
    Run,
    Runtime,
    RuntimeOptions,
    Task,
    TrainConfig,
    threads_given_back,
    train,
)
from gradatim.training.config import OptimizerConfig
from gradatim.training.task import Batch

WIDTHS = ("width", "hidden", "widths", "hidden_widths", "channels", "n_heads", "n_key_heads")
TEMPERATURE, FROM_TEACHER = 2.0, 0.7
PRUNING, PRUNED_EVERY = 0.6, 5  # fraction of the training, batches
GENTLER = 0.2  # learning rate of weights that are trained already, relative to their run's


def made_aware(
    folder: Path, bits: int, group: int, steps: int | None, *, show: bool = False
) -> dict[str, Tensor]:
    """Train the weights of a run on, which expect to be rounded.

    Args:
        folder: of the run.
        bits: that they will be packed in.
        group: columns that will share a scale.
        steps: of training; a quarter of the run's when not given.
        show: draw a progress bar.
    """
    task, run = open_task(folder)
    config = _config(_options(run).train, steps, fraction=0.25, gentler=GENTLER)
    expect_rounding(task.model, bits, group)
    return _trained_on(task, config, run, show)


def gradually_pruned(
    folder: Path, fraction: float, steps: int | None, *, show: bool = False
) -> dict[str, Tensor]:
    """Train the weights of a run on, while ever more become zero and the others make up for it.

    Args:
        folder: of the run.
        fraction: of the weights of each matrix that are zero at the end.
        steps: of training; as many as the run's when not given.
        show: draw a progress bar.
    """
    task, run = open_task(folder)
    config = _config(_options(run).train, steps, fraction=1.0, gentler=GENTLER)
    n_steps = config.steps or (config.epochs or 0) * task.batches.steps_per_epoch
    expect_zeros(task.model)
    pruning = PruningTask(task, fraction, config.grad_accum_steps * n_steps)
    # Once more at the end: a matrix that belongs to no layer was left out.
    return prune(_trained_on(pruning, config, run, show), fraction)


def trained_longer(folder: Path, steps: int | None, *, show: bool = False) -> dict[str, Tensor]:
    """Train the weights of a run on as `gradually_pruned` does, and set none to zero.

    The comparison for forms that are trained on: what they gain by that alone.
    """
    task, run = open_task(folder)
    config = _config(_options(run).train, steps, fraction=1.0, gentler=GENTLER)
    return _trained_on(task, config, run, show)


def _trained_on(task: Task, config: TrainConfig, run: Run, show: bool) -> dict[str, Tensor]:
    """Train a network that was prepared, and give its weights as the run names them."""
    with tempfile.TemporaryDirectory() as place:
        _train(task, config, Run.create(Path(place) / "run", run.config["recipe"], {}), show)
    settle(task.model, as_computed=True)
    final = task.model.state_dict()
    names = load_file(run.folder / "model.safetensors")  # tied weights are stored once
    return {name: final[name].detach().clone() for name in names}


def narrow(
    folder: Path,
    target: Path,
    narrower: int,
    steps: int | None,
    *,
    taught: bool,
    show: bool = False,
) -> None:
    """Train a network that is less wide than that of a run.

    Args:
        folder: of the run.
        target: folder of the new run.
        narrower: by which the width is divided.
        steps: of training; as many as the run's when not given.
        taught: to answer as the run's network does (Hinton et al. 2015); otherwise alone.
        show: draw a progress bar.
    """
    task, recipe, name = _narrow(folder, narrower)
    if taught:
        task = DistillationTask(task, open_run(folder)[1])
    _train_run(task, recipe, name, target, steps, show)


class AroundTask(Task):
    """A task with something added to its loss or its model."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.model, self.batches, self.info = task.model, task.batches, task.info
        self.files, self.data, self.n_test = task.files, task.data, task.n_test
        self.has_validation = task.has_validation

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the network as the task does."""
        return self.task.evaluate(final)

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]] | None:
        """The groups of the task."""
        return self.task.parameter_groups(config)


class PruningTask(AroundTask):
    """Learn the task while ever more weights become zero, for `PRUNING` of the training.

    Args:
        task: whose network was prepared by `expect_zeros`.
        fraction: of the weights that are zero at the end.
        n_batches: losses that are computed in all.
    """

    def __init__(self, task: Task, fraction: float, n_batches: float) -> None:
        super().__init__(task)
        self.fraction, self.n_batches, self.seen = fraction, n_batches, 0

    def loss(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """The task's own loss, after the pruning that is due."""
        self.seen += 1
        progress = self.seen / (PRUNING * self.n_batches)
        # Now and then: to find the smallest weights takes as long as a part of a step.
        if self.seen % PRUNED_EVERY == 0 or progress >= 1 > progress - 1 / self.n_batches:
            prune_to(self.model, gradual_fraction(self.fraction, progress))
        return self.task.loss(batch)


class DistillationTask(AroundTask):
    """Learn the task, and to give every class the probability that a trained network gives it.

    A network that finds a 3 a little like an 8 tells more about an image than its label does.
    """

    def __init__(self, task: Task, teacher: nn.Module) -> None:
        super().__init__(task)
        self.teacher = teacher.eval()
        self.seen: list[tuple[tuple[Any, ...], dict[str, Any], Tensor]] = []
        self.model.register_forward_hook(self._see, with_kwargs=True)

    def _see(self, _: nn.Module, args: tuple[Any, ...], options: Any, scores: Tensor) -> None:
        self.seen = [(args, options, scores)]

    def loss(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """The task's own loss, and the divergence from what the teacher says of the same batch."""
        own, metrics = self.task.loss(batch)
        [(args, options, scores)] = self.seen
        with torch.no_grad():
            wanted = self.teacher(*args, **options)
        # Divided by the temperature, the small probabilities count too; its square keeps the
        # gradient as large as that of the own loss (Hinton et al. 2015, section 2).
        now, goal = (
            (s.flatten(0, -2) / TEMPERATURE).log_softmax(-1) for s in (scores, wanted)
        )  # (B, K)
        taught = F.kl_div(now, goal, reduction="batchmean", log_target=True) * TEMPERATURE**2
        return FROM_TEACHER * taught + (1 - FROM_TEACHER) * own, {"own_loss": own, **metrics}


def _narrow(folder: Path, narrower: int) -> tuple[Task, Recipe, str]:
    """Build the task of a run again with a network whose width is divided by `narrower`.

    Raises:
        UserError: a network whose width is not an option.
    """
    task, run = open_task(folder)
    recipe, name = _options(run), run.config["recipe"]
    values = values_of(recipe)
    of_another = unread(recipe)  # the sizes of a run that went on are those of its first model
    widths = [key for key in WIDTHS if values.get(key) and key not in of_another]
    smaller = {key: _divided(values[key], narrower) for key in widths}
    if not smaller:
        raise UserError(
            f"{folder} is a run of {name}, which has no width to make smaller: leave out "
            "half-width, distilled and small-alone."
        )
    heads = smaller.get("n_heads")
    if heads:  # as wide as before, and as many queries to a key
        smaller["width"] = heads * (values["width"] // values["n_heads"])
        if values.get("n_key_heads"):
            smaller["n_key_heads"] = max(1, heads * values["n_key_heads"] // values["n_heads"])
            while heads % smaller["n_key_heads"]:
                smaller["n_key_heads"] -= 1
    recipe = change(name, recipe, smaller)
    torch.manual_seed(recipe.train.seed)
    small = recipe.of_run(task.info, run.texts())
    return small.build(torch.device("cpu")), recipe, name


def _divided(value: Any, by: int) -> Any:
    if isinstance(value, tuple):
        return tuple(_divided(v, by) for v in value)
    return max(1, round(value / by))


def _options(run: Run) -> Recipe:
    return open_run(run.folder)[0]


def _config(config: TrainConfig, steps: int | None, fraction: float, gentler: float) -> TrainConfig:
    """How to train: `steps`, or a fraction of those of the run, measured at the end only."""
    if steps is None:
        ran = config.steps if config.steps is not None else None
        epochs = None if ran else fraction * (config.epochs or 10.0)
        steps = max(1, round(fraction * ran)) if ran else None
    else:
        epochs = None
    return replace(
        config,
        steps=steps,
        epochs=epochs,
        evaluate_every=10**9,
        evaluate_seconds=None,
        patience=None,
        ema_decay=None,
        optim=replace(config.optim, learning_rate=gentler * config.optim.learning_rate),
    )


def _train_run(
    task: Task, recipe: Recipe, name: str, target: Path, steps: int | None, show: bool
) -> None:
    config = _config(recipe.train, steps, fraction=1.0, gentler=1.0)
    values = values_of(replace(recipe, train=config))
    run = Run.create(
        target,
        name,
        values,
        info=to_json(task.info),
        files=task.files,
        data=task.data,
        runtime={},
        paths=ways(values, target),
    )
    _train(task, config, run, show)


@threads_given_back()
def _train(task: Task, config: TrainConfig, run: Run, show: bool) -> None:
    runtime = Runtime(RuntimeOptions(device="cpu"), config.threads)
    try:
        if not train(task, config, run, runtime, show=show)["finished"]:
            raise UserError("the training was stopped: nothing of this form is written.")
    finally:
        runtime.close()
