"""Interactive views: for each an engine in Python, a widget in JavaScript and its words.

`load("convolution")` gives the engine's class; `from gradatim.views import Convolution` gives the
widget for Jupyter and marimo. Each view has a folder; `core` holds what the engines share, `kit`
what their JavaScript shares.
"""

import importlib
from typing import Any

from gradatim.errors import UserError, nearest

# view -> the class of its engine; its folder holds engine.py, view.js and words.json
VIEWS = {
    "perceptron": "Perceptron",
    "loss": "Loss",
    "gradient_descent": "GradientDescent",
    "batches": "Batches",
    "mlp": "MultilayerPerceptron",
    "backpropagation": "Backpropagation",
    "vanishing_gradients": "VanishingGradients",
    "convolution": "Convolution",
    "convnet": "ConvolutionalNetwork",
    "overfitting": "Overfitting",
    "unseen_data": "UnseenData",
    "alignment": "Alignment",
    "attention": "Attention",
    "transformer_block": "TransformerBlock",
    "language_model": "LanguageModel",
    "sizes": "Sizes",
    "chat": "Chat",
    "text_to_image": "TextToImage",
    "image_and_word": "ImageAndWord",
    "explanation": "Explanation",
    "bias": "Bias",
    "hallucination": "Hallucination",
    "pyrat_match": "PyratMatch",
    "pyrat_learning": "PyratLearning",
}


def load(name: str) -> Any:
    """Return the engine class of a view.

    Args:
        name: one of `VIEWS`.
    """
    if name not in VIEWS:
        raise UserError(f"There is no view {name[:40]!r}; {nearest(name, VIEWS)}")
    # By name: each engine brings its model, and a page shows one view.
    return getattr(importlib.import_module(f"gradatim.views.{name}.engine"), f"{VIEWS[name]}Engine")


def __getattr__(name: str) -> Any:
    for view, class_name in VIEWS.items():
        if class_name == name:
            # The runner imports PyTorch, which a look at VIEWS should not wait for.
            from gradatim.views.core.widget import widget_class

            globals()[name] = widget_class(name, view, load)
            return globals()[name]
    raise AttributeError(f"module 'gradatim.views' has no attribute {name!r}")
