"""A Transformer block."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal

SHAPES = {
    **{"norm1": 1, "norm2": 1},
    **{"qkv": (3, 1), "project": (1, 1), "up": (4, 1), "down": (1, 4)},
}


def values(width):
    """Weights that are neither 0 nor 1, the same for everyone."""
    generator = torch.Generator().manual_seed(width)
    found = {}
    for name, size in SHAPES.items():
        shape = (width,) if size == 1 else (size[0] * width, size[1] * width)
        found[f"{name}.weight"] = torch.randn(shape, generator=generator)
        found[f"{name}.bias"] = torch.randn(shape[0], generator=generator)
    return found


def parts(Block, width, n_heads):
    return {
        name: tuple(value.shape)
        for name, value in sorted(Block(width, n_heads).state_dict().items())
    }


def expected_parts(width, n_heads):
    return {name: tuple(value.shape) for name, value in sorted(values(width).items())}


def settings(generator):
    for B, T, width, n_heads in (
        *((1, 1, 2, 1), (1, 2, 2, 1), (1, 2, 4, 2), (2, 4, 6, 3), (1, 3, 2, 2), (5, 2, 8, 4)),
        *((1, 12, 12, 3), (1, 130, 2, 1), (12, 1, 3, 1), (1, 2, 24, 12)),
    ):
        yield normal(generator, B, T, width), n_heads
    yield normal(generator, 1, 2, 4) * 1000, 2


def output(Block, x, n_heads):
    block = Block(x.shape[-1], n_heads)
    block.load_state_dict(values(x.shape[-1]))
    Block(2 * x.shape[-1], 2 * n_heads)  # a block knows no other
    for other in (x[:, :1], x.flip(1)):  # and nothing of an earlier input
        block(other.clone())
    return block.train(n_heads < 2)(x).detach()  # the mode makes no difference


def expected(x, n_heads, p=None):
    p = p or values(x.shape[-1])
    width = x.shape[-1]
    h = F.layer_norm(x, (width,), p["norm1.weight"], p["norm1.bias"])
    q, k, v = F.linear(h, p["qkv.weight"], p["qkv.bias"]).chunk(3, dim=-1)
    q, k, v = (torch.stack(t.chunk(n_heads, -1), 1) for t in (q, k, v))
    scores = q @ k.transpose(-2, -1) / (width // n_heads) ** 0.5
    future = torch.ones(x.shape[1], x.shape[1]).triu(1).bool()
    mixed = scores.masked_fill(future, -torch.inf).softmax(-1) @ v
    x = x + F.linear(torch.cat(mixed.unbind(1), -1), p["project.weight"], p["project.bias"])
    h = F.layer_norm(x, (width,), p["norm2.weight"], p["norm2.bias"])
    h = F.gelu(F.linear(h, p["up.weight"], p["up.bias"]))
    return x + F.linear(h, p["down.weight"], p["down.bias"])


def slopes(Block, x, n_heads):
    """The gradients of the cubes' sum: they pass through every part."""
    block = Block(x.shape[-1], n_heads)
    block.load_state_dict(values(x.shape[-1]))
    x = x.requires_grad_()
    (block(x) ** 3).sum().backward()
    return {"x": x.grad} | {name: p.grad for name, p in sorted(block.named_parameters())}


def expected_slopes(x, n_heads):
    p = {name: value.requires_grad_() for name, value in sorted(values(x.shape[-1]).items())}
    x = x.requires_grad_()
    leaves = {"x": x, **p}
    found = torch.autograd.grad((expected(x, n_heads, p) ** 3).sum(), list(leaves.values()))
    return dict(zip(leaves, found, strict=True))


CHECKS = [
    Check(
        name="Block", inputs=lambda generator: [(2, 1), (4, 2)], run=parts, expected=expected_parts
    ),
    Check(
        name="Block",
        inputs=settings,
        run=output,
        expected=lambda x, n_heads: expected(x, n_heads),
        tolerance=1e-3,
    ),
    Check(
        name="Block",
        shown_as="the gradients of Block",
        french={"the gradients of": "les gradients de"},
        inputs=lambda generator: [*settings(generator)][1:4],
        run=slopes,
        expected=expected_slopes,
        tolerance=1e-2,
    ),
]
