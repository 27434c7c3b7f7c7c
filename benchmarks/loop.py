"""Our loop against the same model in a bare PyTorch loop: what does the comfort cost per step?"""

import statistics
import tempfile
import time

import torch
from rich.console import Console
from rich.table import Table

from benchmarks.history import Figure
from gradatim.data.info import to_json
from gradatim.recipes.base import Recipe
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.training import Run, Runtime, train
from gradatim.training.optimizers import make_optimizers, set_learning_rate
from gradatim.training.schedules import learning_rate_factor

STEPS = {128: 400, 1024: 40}
ROUNDS = {"mnist-mlp": 21, "mnist-convnet": 5}  # short steps need more: the clock jumps


def bare(recipe: Recipe, steps: int) -> float:
    """Seconds per step of the plain loop of a textbook, with the same batches and optimizer."""
    task = recipe.build(torch.device("cpu"))
    optimizers = make_optimizers(task, task.model, recipe.train.optim)
    task.model.train()
    start = time.perf_counter()
    for step in range(steps):
        batch = next(task.batches)
        factor = learning_rate_factor(recipe.train.lr_schedule, step / steps)
        set_learning_rate(optimizers, factor)
        loss, _ = task.loss(batch)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
    loss.item()
    return (time.perf_counter() - start) / steps


def ours(name: str, recipe: Recipe) -> float:
    """Seconds per step of `train`, with progress bar, metrics file and checkpoints."""
    task = recipe.build(torch.device("cpu"))
    with tempfile.TemporaryDirectory() as folder:
        run = Run.create(f"{folder}/run", name, {}, info=to_json(task.info))
        summary = train(task, recipe.train, run, Runtime())
    return summary["seconds"] / summary["steps"]


def main() -> list[Figure]:
    """Print the table: median over rounds, the two in turn."""
    figures = []
    table = Table("recipe", "batch", "bare ms/step", "ours ms/step", "ours / bare", title="Loop")
    for name, rounds in ROUNDS.items():
        for batch_size, steps in STEPS.items():
            changes = {"batch_size": batch_size, "steps": steps, "val_fraction": 0.0}
            recipe = change(name, get(name), changes)
            pairs = [(bare(recipe, steps), ours(name, recipe)) for _ in range(rounds)]
            first, second = (
                1000 * statistics.median(column) for column in zip(*pairs, strict=True)
            )
            ratio = statistics.median(b / a for a, b in pairs)
            row = (name, str(batch_size), f"{first:.2f}", f"{second:.2f}", f"{ratio:.3f}")
            table.add_row(*row)
            figures.append(Figure(f"loop, {name}, batch {batch_size}", first * ratio, "ms", first))
    Console().print(table)
    return figures
