"""Interactive views: for each an engine in Python, a widget in JavaScript and its words.

`load("convolution")` gives the engine's class; `from gradatim.views import Convolution` gives the
widget for Jupyter and marimo.
"""

import importlib
from typing import Any

# view -> the class of its engine; the module and the three files carry the view's name
VIEWS = {
    "perceptron": "Perceptron",
    "gradient_descent": "GradientDescent",
    "multilayer": "MultilayerPerceptron",
    "backpropagation": "Backpropagation",
    "depth": "VanishingGradients",
    "convolution": "Convolution",
    "convnet": "ConvolutionalNetwork",
    "attention": "Attention",
    "language": "LanguageModel",
    "arena": "Arena",
}


def load(name: str) -> Any:
    """Return the engine class of a view.

    Args:
        name: one of `VIEWS`.
    """
    from gradatim.errors import UserError, nearest

    if name not in VIEWS:
        raise UserError(f"There is no view {name[:40]!r}; {nearest(name, VIEWS)}")
    return getattr(importlib.import_module(f"gradatim.views.{name}"), f"{VIEWS[name]}Engine")


def __getattr__(name: str) -> Any:
    for view, class_name in VIEWS.items():
        if class_name == name:
            from gradatim.views.widget import widget_class

            globals()[name] = widget_class(name, view)
            return globals()[name]
    raise AttributeError(f"module 'gradatim.views' has no attribute {name!r}")
