"""What a type checker knows of the public surface; `make check` reads it, nobody runs it."""

from pathlib import Path
from typing import Any, assert_type

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

import gradatim
from gradatim.recipes.answers import Estimate, Prediction

Said = Prediction | list[Prediction] | str


def answers(
    run: gradatim.Run, array: NDArray[np.uint8], tensor: Tensor, image: Image.Image
) -> None:
    """Each kind of input has its own kind of answer."""
    model = gradatim.load(run)
    assert_type(model, gradatim.Loaded)
    assert_type(model.predict(array), Prediction)
    assert_type(model.predict(tensor).label, str)
    assert_type(model.predict(image), Prediction)
    assert_type(model.predict(Path("seven.png")), Prediction)
    assert_type(model.predict([array, array]), list[Prediction])
    assert_type(model.predict([tensor])[0].probabilities, dict[str, float])
    assert_type(model.predict("Once", n_tokens=5, temperature=0.5), Said)
    assert_type(model.predict(["Once", "Twice"], top_k=3), list[Said])
    assert_type(model.predict({"rooms": 3}), Prediction | Estimate)
    assert_type(model.predict([{"rooms": 3}]), list[Prediction | Estimate])
    for file, found in model.predict_files("photos"):
        assert_type((file, found), tuple[Path, Prediction | Estimate])


def training() -> None:
    """A run, its figures, the recipes by name."""
    run = gradatim.train("digits-mlp", seed=1, epochs=2)
    assert_type(run, gradatim.Run)
    assert_type(run.summary(), dict[str, Any])
    assert_type(gradatim.recipes.get("digits-mlp").train.seed, int)
