"""A skip connection."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, whole


def rows(generator):
    yield nn.ReLU(), torch.tensor([1.0, -2.0])
    yield nn.ReLU(), whole(generator, 2, 3)
    yield nn.Sigmoid(), whole(generator, 2, 3)


def around(Residual, inner, x):
    return Residual(inner)(x)


def registered(Residual, width):
    return sum(p.numel() for p in Residual(nn.Linear(width, width)).parameters())


def images(generator):
    for n_in, n_out, size in ((1, 1, 1), (1, 1, 2), (1, 2, 2), (2, 3, 3)):
        x = whole(generator, 1, n_in, size, size)
        w1 = whole(generator, n_out, n_in, 3, 3, low=-2, high=2)
        w2 = whole(generator, n_out, n_out, 3, 3, low=-2, high=2)
        skip = whole(generator, n_out, n_in, 1, 1) if n_in != n_out else None
        yield x, w1, w2, skip


def block(Block, x, w1, w2, skip):
    layer = Block(x.shape[1], len(w1))
    weights = {"conv1.weight": w1, "conv2.weight": w2}
    if skip is not None:
        weights["skip.weight"] = skip
    names = set(layer.state_dict())
    if names != set(weights):
        return {"parameters": ", ".join(sorted(names)), "output": None}
    layer.load_state_dict(weights)
    return {"parameters": ", ".join(sorted(names)), "output": layer(x).detach()}


def expected(x, w1, w2, skip):
    y = F.conv2d(F.relu(F.conv2d(x, w1, padding=1)), w2, padding=1)
    y = F.relu(y + (x if skip is None else F.conv2d(x, skip)))
    names = ["conv1.weight", "conv2.weight"] + ([] if skip is None else ["skip.weight"])
    return {"parameters": ", ".join(names), "output": y}


CHECKS = [
    Check(name="Residual", inputs=rows, run=around, expected=lambda inner, x: inner(x) + x),
    Check(
        name="Residual",
        inputs=lambda generator: [(2,)],
        run=registered,
        expected=lambda width: width * width + width,
    ),
    Check(
        name="Block",
        inputs=images,
        run=block,
        expected=expected,
        french={"parameters": "paramètres", "output": "sortie"},
    ),
]
