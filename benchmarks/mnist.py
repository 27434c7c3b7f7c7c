"""MNIST: ours beside the network of the published 0.76-second GPU record, in the same run.

The record (repository tuomaso/train_mnist_fast: 99.04 %, mean of 30 runs, one laptop GPU):
convolution 5x5 to 24 maps, pooling, ReLU, convolution 3x3 to 32 maps, pooling, ReLU, 256 neurons;
Adam with learning rate 0.01 and betas 0.7 and 0.9, one cycle, batch 256, one epoch.
"""

import statistics
import tempfile
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from gradatim.recipes.base import Recipe
from gradatim.recipes.registry import get
from gradatim.recipes.runs import start
from gradatim.recipes.vision.classification import ConvNetRecipe
from gradatim.stats import over_seeds

SEEDS = 10
RECORD = ConvNetRecipe(
    data="mnist", epochs=1, batch_size=256, learning_rate=0.01, beta2=0.9, warmup=0.2,
    widths=(24, 32), kernel_sizes=(5, 3), hidden=(256,),
)  # fmt: skip


def measure(name: str, recipe: Recipe) -> tuple[float, float]:
    """Train once; return test accuracy and seconds of training."""
    with tempfile.TemporaryDirectory() as folder:
        _, summary = start(name, recipe, f"{folder}/run")
    return summary["metrics"]["accuracy"], summary["seconds"]


def main() -> None:
    """Print the table: mean accuracy over seeds and median seconds, the networks in turn."""
    ours = get("mnist-convnet")
    rows = {
        "ours, one epoch": ("mnist-convnet", replace(ours, epochs=1), SEEDS),
        "the record's network": ("mnist-convnet", RECORD, SEEDS),
        "mnist-convnet": ("mnist-convnet", ours, SEEDS),
        "mnist-perceptron": ("mnist-perceptron", get("mnist-perceptron"), 3),
        "mnist-mlp": ("mnist-mlp", get("mnist-mlp"), 3),
    }
    found: dict[str, list[tuple[float, float]]] = {title: [] for title in rows}
    for seed in range(SEEDS):
        for title, (name, recipe, n_seeds) in rows.items():
            if seed < n_seeds:
                found[title].append(measure(name, replace(recipe, seed=seed)))
    table = Table("network", "runs", "test accuracy (95 %)", "seconds (median)", title="MNIST")
    for title, results in found.items():
        accuracies, seconds = zip(*results, strict=True)
        interval, median = over_seeds(accuracies), statistics.median(seconds)
        table.add_row(title, str(len(results)), f"{interval:.2%} %", f"{median:.1f}")
    Console().print(table)
