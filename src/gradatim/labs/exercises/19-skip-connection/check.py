"""A skip connection."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal, whole


def rows(generator):
    yield nn.ReLU(), torch.tensor([1.0, -2.0])
    yield nn.ReLU(), whole(generator, 2, 3)
    yield nn.Sigmoid(), whole(generator, 2, 3)
    yield nn.Sigmoid(), whole(generator, 2, 1, 3, 2)
    yield nn.ReLU(), normal(generator, 130, 2) * 100


def layers(generator):
    yield from rows(generator)
    yield nn.BatchNorm1d(3), normal(generator, 4, 3)
    yield drawn(generator, nn.Conv2d(2, 2, 3, padding=1)), normal(generator, 1, 2, 3, 4)


def drawn(generator, module):
    """With the same parameters in every process."""
    for parameter in module.parameters():
        parameter.data = normal(generator, *parameter.shape)
    return module


def around(Residual, inner, x):
    layer = Residual(inner)
    Residual(nn.Tanh())  # a layer knows no other
    layer(x + 1)  # and nothing of an earlier input
    return layer.train(x.dim() > 1)(x)


def expected_around(inner, x):
    inner(x + 1)
    return inner.train(x.dim() > 1)(x) + x


def registered(Residual, width):
    return sum(p.numel() for p in Residual(nn.Linear(width, width)).parameters())


def slope(Residual, inner, x):
    """The gradient of a sum of cubes: it passes through the skip as well."""
    x = x.requires_grad_()
    (Residual(inner)(x) ** 3).sum().backward()
    inside = {f"inner.{name}": parameter.grad for name, parameter in inner.named_parameters()}
    return {"x": x.grad, **inside} if inside else x.grad


def expected_slope(inner, x):
    return slope(lambda inner: lambda x: inner(x) + x, inner, x.clone())


def images(generator):
    for B, n_in, n_out, size in (
        (1, 1, 1, 1),
        (1, 1, 1, 2),
        (1, 1, 2, 2),
        (1, 2, 3, 3),
        (2, 2, 1, 2),
        (1, 5, 5, 1),
        (1, 1, 2, (2, 4)),
        (1, 2, 2, (3, 1)),
        (1, 12, 3, 1),
        (1, 3, 12, (1, 2)),
        (1, 12, 12, 1),
        (12, 1, 2, 1),
        (1, 1, 1, (2, 34)),
        (1, 1, 1, (34, 2)),
    ):
        H, W = size if isinstance(size, tuple) else (size, size)
        x = whole(generator, B, n_in, H, W) * (100 if n_in == 12 else 1)
        w1 = whole(generator, n_out, n_in, 3, 3, low=-2, high=2)
        w2 = whole(generator, n_out, n_out, 3, 3, low=-2, high=2)
        skip = whole(generator, n_out, n_in, 1, 1) if n_in != n_out else None
        yield x, w1, w2, skip


def block(Block, x, w1, w2, skip):
    layer = Block(x.shape[1], len(w1))
    Block(len(w1) + 1, len(w1) + 1 if skip is not None else 1)  # a block knows no other
    weights = {"conv1.weight": w1, "conv2.weight": w2}
    if skip is not None:
        weights["skip.weight"] = skip
    names = set(layer.state_dict())
    if names != set(weights):
        return {"parameters": ", ".join(sorted(names)), "output": None}
    layer.load_state_dict(weights)
    layer.train(x.shape[-1] > 2)(x + 1)  # neither the mode nor an earlier input matters
    return {"parameters": ", ".join(sorted(names)), "output": layer(x).detach()}


def expected(x, w1, w2, skip):
    y = F.conv2d(F.relu(F.conv2d(x, w1, padding=1)), w2, padding=1)
    y = F.relu(y + (x if skip is None else F.conv2d(x, skip)))
    names = ["conv1.weight", "conv2.weight"] + ([] if skip is None else ["skip.weight"])
    return {"parameters": ", ".join(names), "output": y}


LEAVES = ("x", "conv1.weight", "conv2.weight", "skip.weight")


def floats(generator):
    """Numbers at which no ReLU is exactly at 0, where its slope is a matter of taste."""
    for n_in, n_out in ((1, 1), (1, 2)):
        skip = normal(generator, n_out, n_in, 1, 1) if n_in != n_out else None
        yield (
            normal(generator, 1, n_in, 3, 3),
            normal(generator, n_out, n_in, 3, 3),
            normal(generator, n_out, n_out, 3, 3),
            skip,
        )


def block_slope(Block, x, w1, w2, skip):
    layer = Block(x.shape[1], len(w1))
    layer.load_state_dict(
        {"conv1.weight": w1, "conv2.weight": w2} | ({} if skip is None else {"skip.weight": skip})
    )
    x = x.requires_grad_()
    layer(x).sum().backward()
    slopes = {name: parameter.grad for name, parameter in layer.named_parameters()}
    return {"x": x.grad, **slopes}


def expected_block_slope(x, w1, w2, skip):
    pairs = zip(LEAVES, (x, w1, w2, skip), strict=True)
    leaves = {n: tensor.clone().requires_grad_() for n, tensor in pairs if tensor is not None}
    output = expected(*(leaves.get(name) for name in LEAVES))["output"]
    return dict(zip(leaves, torch.autograd.grad(output.sum(), list(leaves.values())), strict=True))


CHECKS = [
    Check(name="Residual", inputs=layers, run=around, expected=expected_around),
    Check(
        name="Residual",
        inputs=lambda generator: [(2,), (3,)],
        run=registered,
        expected=lambda width: width * width + width,
    ),
    Check(
        name="Residual",
        shown_as="the gradient of Residual",
        french={"the gradient of": "le gradient de"},
        inputs=lambda generator: [
            *((torch.nn.Sigmoid(), x) for _, x in rows(generator)),
            (drawn(generator, torch.nn.Linear(3, 3)), whole(generator, 2, 3)),
        ],
        run=slope,
        expected=expected_slope,
    ),
    Check(
        name="Block",
        inputs=images,
        run=block,
        expected=expected,
        french={"parameters": "paramètres", "output": "sortie"},
    ),
    Check(
        name="Block",
        shown_as="the gradient of Block",
        french={"the gradient of": "le gradient de"},
        inputs=floats,
        run=block_slope,
        expected=expected_block_slope,
    ),
]
