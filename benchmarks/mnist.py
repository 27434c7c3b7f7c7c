"""MNIST: ours beside the network of the published 0.76-second GPU record, in the same run.

The record (repository tuomaso/train_mnist_fast: 99.04 %, mean of 30 runs, one laptop GPU):
convolution 5x5 to 24 maps, pooling, ReLU, convolution 3x3 to 32 maps, pooling, ReLU, 256 neurons;
Adam with learning rate 0.01 and betas 0.7 and 0.9, one cycle, batch 256, one epoch.

All train on the whole training set, as the record does, and the test set is measured once, at the
end of a run. Nothing is chosen here.
"""

import statistics
import tempfile
import time

from rich.console import Console
from rich.table import Table
from tools.results import write_results

from benchmarks.history import Figure
from gradatim.recipes.base import Recipe
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import start
from gradatim.stats import fraction_over_seeds

SEEDS = 10
WHOLE = {"val_fraction": 0.0}
CHOSEN = (
    "trained on all 60,000 images, the test set measured once per run; "
    "how the options of ours were chosen is not known"
)
RECORD = WHOLE | {
    "epochs": 1.0, "batch_size": 256, "learning_rate": 0.01, "beta1": 0.7, "beta2": 0.9,
    "warmup": 0.2, "widths": (24, 32), "kernel_sizes": (5, 3), "hidden": (256,),
    "batch_norm": False,
}  # fmt: skip
ROWS = {  # in docs/results/mnist.json -> recipe, changes, seeds
    "convnet_1_epoch": ("mnist-convnet", WHOLE | {"epochs": 1.0}, SEEDS),
    "record": ("mnist-convnet", RECORD, SEEDS),
    "convnet": ("mnist-convnet", WHOLE, SEEDS),
    "perceptron": ("mnist-perceptron", WHOLE, 3),
    "mlp": ("mnist-mlp", WHOLE, 3),
}


def measure(name: str, recipe: Recipe) -> tuple[float, float]:
    """Train once; return test accuracy and core-seconds, reading and testing included."""
    begin = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        _, summary = start(name, recipe, f"{folder}/run", show=False)
    return summary["metrics"]["accuracy"], time.process_time() - begin


def main() -> list[Figure]:
    """Print the table: mean accuracy over seeds and median core-seconds, the networks in turn."""
    found: dict[str, list[tuple[float, float]]] = {row: [] for row in ROWS}
    for seed in range(SEEDS):
        for row, (name, changes, n_seeds) in ROWS.items():
            if seed < n_seeds:
                recipe = change(name, get(name), changes | {"seed": seed})
                found[row].append(measure(name, recipe))
    table = Table("network", "runs", "test accuracy (95 %)", "core-seconds (median)", title="MNIST")
    written = {}
    for row, results in found.items():
        accuracies, seconds = map(list, zip(*results, strict=True))
        interval, median = fraction_over_seeds(accuracies), statistics.median(seconds)
        table.add_row(row, str(len(results)), f"{interval:.2%} %", f"{median:.1f}")
        written[row] = {
            "command": "make bench ARGS=mnist",
            "accuracy": [round(accuracy, 4) for accuracy in accuracies],
            "core_seconds": round(median, 1),
            "seeds": len(accuracies),
            "chosen": CHOSEN,
        } | ({} if row == "record" else {"mark": "†"})  # the record's options are published
    Console().print(table)
    write_results("mnist", rows=written)
    record = written["record"]["core_seconds"]
    return [
        Figure(f"mnist, {row}", written[row]["core_seconds"], "core-s", record)
        for row in written
        if row != "record"
    ]
