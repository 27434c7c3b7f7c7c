"""The learning-rate finder of Smith 2017: let the rate grow at every step and watch the loss."""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from matplotlib.figure import Figure

from gradatim.training.config import TrainConfig
from gradatim.training.device import Runtime
from gradatim.training.loop import forward_and_backward
from gradatim.training.optimizers import make_optimizers, set_learning_rate
from gradatim.training.progress import TrainingProgress
from gradatim.training.task import Task


@dataclass(frozen=True)
class Curve:
    """Loss against learning rate, and the rate where the loss falls fastest."""

    learning_rates: list[float]
    losses: list[float]  # smoothed
    suggestion: float


def find_learning_rate(
    task: Task,
    config: TrainConfig,
    runtime: Runtime,
    *,
    lowest: float = 1e-6,
    highest: float = 10.0,
    n_steps: int = 100,
) -> Curve:
    """Train for a few steps while the learning rate grows from `lowest` to `highest`.

    Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3. Stops where
    the smoothed loss is four times its minimum. The task is spoilt by it: build a new one.

    Args:
        task: model, batches and loss.
        config: gives optimizer and momentum; its learning rate is not used.
        runtime: where to compute.
        lowest, highest: ends of the range, walked in equal factors.
        n_steps: steps in all.
    """
    task.model = runtime.prepare(task.model)
    optimizers = make_optimizers(task, task.model, config.optim)
    rates, losses = [], []
    mean, best = 0.0, math.inf
    bar = TrainingProgress("learning-rate finder", n_steps)
    with bar.progress:
        for step in range(n_steps):
            # Equal factors, not equal differences: a good rate is known by its order of magnitude.
            rate = lowest * (highest / lowest) ** (step / (n_steps - 1))
            # The groups' own rates keep their proportions: only the common factor is searched for.
            set_learning_rate(optimizers, rate / config.optim.learning_rate)
            loss, _ = forward_and_backward(
                task, next(task.batches), config.grad_accum_steps, runtime
            )
            for optimizer in optimizers:
                optimizer.step()
                optimizer.zero_grad()
            # The loss of one batch jumps; its slope could not be read without a running mean.
            mean = 0.8 * mean + 0.2 * loss.item()
            # The mean began at 0, which Adam's correction takes out again
            # (Kingma and Ba 2015, section 3).
            smooth = mean / (1 - 0.8 ** (step + 1))
            if not math.isfinite(smooth) or smooth > 4 * best:
                break
            best = min(best, smooth)
            rates.append(rate)
            losses.append(smooth)
            if bar.due():
                bar.show(step + 1, {"learning rate": rate, "loss": smooth}, 0.0, None)
    # Where the loss falls fastest the rate is still safe; at its minimum it is nearly too large.
    slopes = torch.tensor(losses).diff()
    suggestion = rates[int(slopes.argmin())] if len(slopes) else lowest
    return Curve(rates, losses, suggestion)


def draw(curve: Curve, path: Path) -> None:
    """Draw the curve to an image file."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.semilogx(curve.learning_rates, curve.losses, color="#2166ac", linewidth=2)
    axes.axvline(curve.suggestion, color="#b2182b", linestyle="--")
    axes.annotate(
        f"steepest: {curve.suggestion:.2g}",
        (curve.suggestion, max(curve.losses)),
        xytext=(6, -4),
        textcoords="offset points",
        color="#b2182b",
        va="top",
    )
    axes.set_xlabel("learning rate")
    axes.set_ylabel("loss (smoothed)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150, metadata={"Software": "Gradatim"})
