"""A linear layer as nn.Module."""

import contextlib

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, normal, whole


def sizes(generator):
    yield 2, 1, True
    yield 2, 3, True
    yield 3, 2, False
    yield 130, 1, True


def parameters(Linear, n_in, n_out, bias):
    layer = Linear(n_in, n_out) if bias else Linear(n_in, n_out, bias=False)
    found = {
        name: str(tuple(p.shape)) + ("" if p.requires_grad else ", requires_grad=False")
        for name, p in layer.named_parameters()
    }
    if "bias" not in found and not bias:
        found["bias"] = str(getattr(layer, "bias", "no attribute of this name"))
    return found


def shapes(n_in, n_out, bias):
    return {"weight": str((n_out, n_in)), "bias": str((n_out,)) if bias else "None"}


def filled(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 10.0]]), torch.tensor([100.0])
    yield whole(generator, 2, 2), whole(generator, 2, 2), whole(generator, 2)
    yield whole(generator, 3, 2), whole(generator, 3, 2), None
    yield whole(generator, 2), whole(generator, 3, 2), whole(generator, 3)
    yield whole(generator, 2, 2, 3), whole(generator, 2, 3), whole(generator, 2)
    yield whole(generator, 3, 1), whole(generator, 4, 1), whole(generator, 4)
    yield whole(generator, 2, 1, 3, 2), whole(generator, 4, 2), whole(generator, 4)
    yield whole(generator, 3, 1, 2), whole(generator, 1, 2), None
    yield whole(generator, 1, 2) * 100, whole(generator, 3, 2) * 100, whole(generator, 3) * 100
    for B, n_in, n_out in ((130, 2, 1), (1, 130, 2), (1, 2, 130)):
        x = normal(generator, B, n_in)
        yield x, normal(generator, n_out, n_in), normal(generator, n_out)


def output(Linear, x, weight, bias):
    layer = Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    Linear(weight.shape[1] + 1, weight.shape[0], bias=bias is None)  # a layer knows no other
    with torch.no_grad():
        layer.weight.copy_(weight)
        if bias is not None:
            layer.bias.copy_(bias)
    return layer.train(x.dim() > 1)(x)  # the mode makes no difference


def slopes(Linear, x, weight, bias):
    """The gradients of the cubes' sum: they pass through both parameters and the input."""
    layer = Linear(weight.shape[1], weight.shape[0], bias is not None)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.fill_(1.0)
    layer.weight = nn.Parameter(weight)  # another one, as where layers share their weights
    if bias is not None:
        layer.bias = nn.Parameter(bias)
    x = x.requires_grad_()
    (layer(x) ** 3).sum().backward()
    found = {"x": x.grad, **{name: p.grad for name, p in layer.named_parameters()}}
    return {f"gradient of {name}": None if g is None else g for name, g in found.items()}


def expected_slopes(x, weight, bias):
    leaves = {"x": x, "weight": weight, **({} if bias is None else {"bias": bias})}
    leaves = {name: leaf.clone().requires_grad_() for name, leaf in leaves.items()}
    y = nn.functional.linear(leaves["x"], leaves["weight"], leaves.get("bias"))
    grads = torch.autograd.grad((y**3).sum(), list(leaves.values()))
    return {f"gradient of {name}": g for name, g in zip(leaves, grads, strict=True)}


def expected(x, weight, bias):
    return nn.functional.linear(x, weight, bias)


@contextlib.contextmanager
def empty_is_nan():
    """torch.empty gives nan, not what lay in memory: the numbers of an earlier layer would pass."""
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(False)


def start(Linear, n_in, n_out):
    with empty_is_nan():
        layer, second = Linear(n_in, n_out), Linear(n_in, n_out)
    alike = torch.equal(layer.weight, second.weight)
    return layer.weight.detach().flatten() * n_in**0.5, layer.bias.detach() * n_in**0.5, alike


def uniform(value, n_in, n_out):
    *value, alike = value
    for name, numbers in zip(("weight", "bias"), value, strict=True):
        if numbers.isnan().any():
            return (
                f"{name} holds numbers that nobody drew: torch.empty only makes room.",
                f"{name} contient des nombres que personne n'a tirés : torch.empty ne fait que "
                "réserver la place.",
            )
        low, high, spread = numbers.min().item(), numbers.max().item(), numbers.std().item()
        if spread < 1e-3:
            return (
                f"All numbers of {name} are {low * n_in**-0.5:.2g} at the start; they should be drawn "
                "at random.",
                f"Tous les nombres de {name} valent {low * n_in**-0.5:.2g} au départ ; ils doivent "
                "être tirés au hasard.",
            )
        if low < -1.001 and high > 1.001:
            far = ("less than twice the limit", "à moins de deux fois la borne")
            if high > 2:
                far = ("more than twice the limit", "à plus de deux fois la borne")
            return (
                f"{name} has numbers on both sides of the limits -1/sqrt(n_in) and 1/sqrt(n_in); "
                f"the largest is {far[0]}. Times sqrt(n_in) the standard deviation is {spread:.2f} "
                "(0.58 is expected).",
                f"{name} a des nombres des deux côtés des bornes -1/sqrt(n_in) et 1/sqrt(n_in) ; "
                f"le plus grand est {far[1]}. Fois sqrt(n_in), l'écart-type est {spread:.2f} "
                "(0,58 est attendu).",
            )
        if low < -1.001 or high > 1.001 or low > -0.8 or high < 0.8 or abs(spread - 0.577) > 0.07:
            return (
                f"{name} is not uniform between -1/sqrt(n_in) and 1/sqrt(n_in): times sqrt(n_in) it "
                f"goes from {low:.2f} to {high:.2f} with standard deviation {spread:.2f} "
                "(0.58 is expected).",
                f"{name} n'est pas uniforme entre -1/sqrt(n_in) et 1/sqrt(n_in) : fois sqrt(n_in), il "
                f"va de {low:.2f} à {high:.2f}, avec un écart-type de {spread:.2f} "
                "(0,58 est attendu).",
            )
    weight, bias = value
    inside = (weight.abs() < 0.5).float().mean().item()
    if abs(inside - 0.5) > 0.04:
        return (
            f"weight is not uniform: {inside:.0%} of its numbers lie between half the limits; "
            "50% is expected.",
            f"weight n'est pas uniforme : {inside:.0%} de ses nombres sont entre les moitiés des "
            "bornes ; 50% est attendu.",
        )
    if alike or len(weight.unique()) < len(weight) / 2:
        return (
            "Two layers, or rows of one layer, start with the same numbers; draw each number by "
            "itself.",
            "Deux couches, ou des lignes d'une couche, partent des mêmes nombres ; tirez chaque "
            "nombre à part.",
        )
    rows = weight.view(n_out, n_in)
    if torch.isclose(rows, bias[:, None]).any(1).float().mean() > 0.5:
        return (
            "The bias repeats numbers of the weight; draw both.",
            "Le biais répète des nombres des poids ; tirez les deux.",
        )
    return None


CHECKS = [
    Check(name="Linear", inputs=sizes, expected=shapes, run=parameters),
    Check(name="Linear", inputs=filled, expected=expected, run=output),
    Check(
        name="Linear",
        inputs=lambda generator: [(100, 200), (25, 200), (4, 900), (400, 150)],
        judge=uniform,
        run=start,
    ),
    Check(
        name="Linear",
        inputs=filled,
        expected=expected_slopes,
        run=slopes,
        french={"gradient of": "gradient de"},
    ),
]
