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

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
_HOMES = {"Loaded": "api", "Prediction": "recipes.answers", "load": "api", "train": "api"} | {
    "Run": "training",
    "Task": "training",
    "UserError": "errors",
}

if not TYPE_CHECKING:  # to a type checker it would mean that gradatim has every name

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(f"gradatim.{_HOMES[name]}"), name)
        if name in __all__:
            return import_module(f"gradatim.{name}")
        raise AttributeError(f"module 'gradatim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
