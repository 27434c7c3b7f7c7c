"""Any network with convolutions in the view: does it fit the images, which layers are drawn?"""

import copy
from contextlib import suppress
from typing import Any

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.insight.activations import capture

SIDES = {"digits": 8, "mnist": 28, "fashion-mnist": 28}  # of the data sets, all gray, in pixels
N_CLASSES = 10
MOST_WEIGHTS = 1_000_000  # of a network of one's own: a hundred copies are kept, to go back


def fit_convolutional(model: Any, name: str) -> nn.Module:
    """Check a network that somebody passes in Python as `model=`; returns it.

    Args:
        model: what was passed.
        name: of the data set that it is to learn.

    Raises:
        UserError: no module with convolutions, or one for other images or classes.
    """
    if not isinstance(model, nn.Module):
        raise UserError(f"model must be a torch.nn.Module, not {type(model).__name__}.")
    found = [(at, m) for at, m in model.named_modules() if isinstance(m, nn.Conv2d)]
    if not found:
        raise UserError("model has no nn.Conv2d layer; this view shows kernels and feature maps.")
    where, first = found[0]
    side = SIDES[name]
    if all(m.in_channels != 1 for _, m in found):
        raise UserError(
            f"The first convolution of model, {where!r}, takes {first.in_channels} channels; the "
            f"images of {name} have 1."
        )
    if any(isinstance(p, nn.parameter.UninitializedParameter) for p in model.parameters()):
        raise UserError(
            "model has lazy layers, whose weights have no size yet: call it once on images "
            f"(B, 1, {side}, {side}) before it is shown."
        )
    count = sum(p.numel() for p in model.parameters())
    if count > MOST_WEIGHTS:
        raise UserError(f"model has {count:,} weights; at most {MOST_WEIGHTS:,} fit this view.")
    probe = copy.deepcopy(model).eval()
    try:
        with torch.no_grad():
            shape = tuple(probe(torch.zeros(2, 1, side, side)).shape)
    except Exception as error:
        raise UserError(
            f"model does not take images of {name}, (B, 1, {side}, {side}): {error}"
        ) from None
    if shape != (2, N_CLASSES):
        raise UserError(f"model gives {shape} for 2 images of {name}; (2, {N_CLASSES}) is needed.")
    return model


def first_fitting(model: Any) -> str:
    """Name the first data set whose images a network takes.

    Raises:
        UserError: none of them fits; it tells why the last one does not.
    """
    *others, last = SIDES
    for name in others:
        with suppress(UserError):
            fit_convolutional(model, name)
            return name
    fit_convolutional(model, last)
    return last


def shown_layers(model: nn.Module, image: Tensor) -> list[str]:
    """Name the convolutions whose maps are drawn, in running order: three at most, evenly spread.

    Args:
        model: with convolutions.
        image: what it takes, (1, C, S, S).
    """
    names = [name for name, module in model.named_modules() if isinstance(module, nn.Conv2d)]
    ran = list(capture(model, image, names=names))
    n = min(3, len(ran))
    return [ran[round(i * (len(ran) - 1) / max(1, n - 1))] for i in range(n)]
