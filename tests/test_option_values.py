"""What fits an option's type exactly is taken; everything else is one sentence."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.option_values import fit

Device = Literal["auto", "cpu", "cuda", "mps"]


@pytest.mark.parametrize(
    ("kind", "value", "fitted"),
    [
        (int, np.int64(3), 3),
        (int, 3.0, 3),
        (int | None, np.float32(3), 3),
        (int | None, None, None),
        (int, torch.tensor(3), 3),
        (float, 2, 2.0),
        (float, np.float32(0.5), 0.5),
        (float | None, np.float64(0.1), 0.1),
        (bool, np.True_, True),
        (str, Path("pets"), "pets"),
        (tuple[int, ...], [4, np.int64(2)], (4, 2)),
        (tuple[int, ...], np.array([4, 2]), (4, 2)),
        (tuple[int, int], [4, 2], (4, 2)),
        (tuple[str, ...], ("lab",), ("lab",)),
        (Device, "cpu", "cpu"),
    ],
)
def test_a_value_that_is_exact_becomes_a_plain_one(kind, value, fitted):
    found = fit("it", kind, value)
    assert found == fitted
    assert type(found) is type(fitted)


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (int, True, "it is True: give a whole number."),
        (int, 1.5, "it is 1.5: give a whole number."),
        (int, "3", "it is '3': give a whole number."),
        (int, float("inf"), "it is inf: give a whole number."),
        (float, True, "it is True: give a number."),
        (float, np.True_, "give a number."),
        (float | None, "x", "it is 'x': give a number, or None."),
        (bool, 1, "it is 1: give True or False."),
        (str, 3, "it is 3: give a text."),
        (tuple[int, ...], 4, "it is 4: give whole numbers in a tuple, such as (64, 32)."),
        (tuple[int, ...], (4, 1.5), "give whole numbers in a tuple"),
        (tuple[int, int], (4,), "give 2 whole numbers in a tuple"),
        (Device, "gpu", "it is 'gpu', which is not known: did you mean 'cuda'?"),
        (Device, 3, "it is 3: give one of 'auto', 'cpu', 'cuda', 'mps'."),
    ],
)
def test_what_does_not_fit_is_one_sentence(kind, value, sentence):
    with pytest.raises(UserError) as said:
        fit("it", kind, value)
    assert sentence in str(said.value)
