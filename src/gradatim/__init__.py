"""Gradatim: a university lecture on deep learning, executable, step by step.

    import gradatim

    run = gradatim.train("mnist-convnet", seed=1, epochs=2)   # a run folder: weights, metrics
    model = gradatim.load(run)                                # or the path of any run
    model.predict("seven.png").label                          # a path, an array, or a list of them

    gradatim.recipes.list()          # name -> result to expect
    gradatim.recipes.get("digits-mlp")                        # the recipe, to look into
    gradatim.data.load("mnist", "test")                       # images and labels
    from gradatim.models import GPT, GPTConfig, ResNet        # plain torch.nn modules

`gradatim.train` also takes a `gradatim.Task` of one's own: see docs/library.md. Importing gradatim
imports nothing else; each name brings its files, and torch, when it is first used.
"""

from typing import TYPE_CHECKING

from gradatim.lazy import lazy_names
from gradatim.threads import let_waiting_threads_sleep
from gradatim.version import __version__

if TYPE_CHECKING:
    from gradatim import data, models, recipes
    from gradatim.api import Loaded, load, train
    from gradatim.errors import UserError
    from gradatim.recipes.answers import Prediction
    from gradatim.training import Run, Task

let_waiting_threads_sleep()  # before torch is loaded

__all__ = [
    "Loaded",
    "Prediction",
    "Run",
    "Task",
    "UserError",
    "__version__",
    "data",
    "load",
    "models",
    "recipes",
    "train",
]

if not TYPE_CHECKING:  # to a type checker it would mean that gradatim has every name
    __getattr__ = lazy_names(
        __name__,
        {
            "Loaded": "api",
            "Prediction": "recipes.answers",
            "Run": "training",
            "Task": "training",
            "UserError": "errors",
            "data": "data",
            "load": "api",
            "models": "models",
            "recipes": "recipes",
            "train": "api",
        },
    )


def __dir__() -> list[str]:
    return list(__all__)
