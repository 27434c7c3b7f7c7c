"""The rows: what is measured, within how many seconds, and what was published elsewhere."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from benchmarks.gpu.throughput import image_steps, language_steps, written_tokens
from benchmarks.gpu.training import Training, train_seeds


class Row(NamedTuple):
    """One row of the table.

    Args:
        seconds: after which it is stopped.
        measure: called with device and tiny; gives numbers, or lists of one number per seed.
        published: what others reached, on which card.
    """

    seconds: float
    measure: Callable[..., dict[str, Any]]
    published: str = ""


def _training(seconds: float, published: str, *row: Any, **more: Any) -> Row:
    # Data are read and kernels compiled before a run, and it is tested after it.
    kept_for_the_rest = min(10.0, seconds / 5)
    measure = partial(train_seeds, Training(*row, **more), seconds=seconds - kept_for_the_rest)
    return Row(seconds, measure, published)


WHOLE = {"val_fraction": 0.0}
FEW = {"steps": 2, "batch_size": 8, "evaluate_every": None}
NARROW = {"width": 16, "n_layers": 1, "n_heads": 2}

ROWS = {
    "cifar10-94": _training(
        50.0, "94 % in 2.0 to 2.6 s on an A100 (airbench)",
        "cifar10-speedrun", "accuracy", WHOLE, FEW | {"widths": (4, 4, 4), "tta": "none"}, 10,
    ),
    "cifar10-96": _training(
        75.0, "96 % in 27 s on an A100 (airbench)",
        "cifar10-speedrun", "accuracy",
        WHOLE | {"widths": (128, 384, 512), "epochs": 37.0, "cutout": 12},
        FEW | {"widths": (4, 4, 4), "epochs": None, "tta": "none"}, 2,
    ),
    "mnist-99": _training(
        20.0, "99.04 % in 0.76 s on a laptop's GPU (train_mnist_fast)",
        "mnist-convnet", "accuracy", WHOLE | {"epochs": 1.0}, FEW | {"epochs": None}, 10,
    ),
    "gpt-step": Row(20.0, partial(language_steps, "gpt", compiled=False), "transformers, same run"),
    "gpt-step-compiled": Row(
        40.0, partial(language_steps, "gpt", compiled=True), "transformers, compiled, same run"
    ),
    "llama-step": Row(
        20.0, partial(language_steps, "llama", compiled=False), "transformers, same run"
    ),
    "llama-step-compiled": Row(
        40.0, partial(language_steps, "llama", compiled=True), "transformers, compiled, same run"
    ),
    "gpt-writing": Row(15.0, partial(written_tokens, "gpt"), "transformers, same run"),
    "llama-writing": Row(15.0, partial(written_tokens, "llama"), "transformers, same run"),
    "resnet50-step": Row(15.0, partial(image_steps, "resnet50"), "peak of the card"),
    "alexnet-step": Row(15.0, partial(image_steps, "alexnet"), "peak of the card"),
    "shakespeare": _training(
        80.0, "1.4697 nats, 3 minutes on an A100 (nanoGPT)",
        "shakespeare-gpt-long", "loss", {}, FEW | NARROW | {"context": 8}, compile=True,
    ),
    "translator": _training(
        60.0, "ours on a CPU: 39.9 BLEU in 46 core-minutes",
        "multi30k-transformer-long", "bleu", {},
        FEW | NARROW | {"epochs": None, "hidden": 16, "vocabulary": 300, "beam_size": 1},
    ),
    "flow": _training(
        35.0, "", "mnist-flow", "prompt_accuracy", {},
        FEW | NARROW | {"eval_images": 2, "judge_steps": 1, "draw_steps": 1},
    ),
    "champion": _training(
        40.0, "", "pyrat-imitation", "greedy wins", {"eval_games": 20},
        FEW | NARROW | {"mazes": 2, "hidden": 8, "eval_games": 2, "final_eval_games": 2,
                        "presets": ("lab",), "eval_presets": ("lab",)},
    ),
}  # fmt: skip
