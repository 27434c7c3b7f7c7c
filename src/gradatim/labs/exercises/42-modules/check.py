"""Assembling networks."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, tenths, whole


def fill(model, generator):
    """Gives every parameter numbers that depend on its place only, each parameter once."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(tenths(generator, *parameter.shape))


def plans(generator):
    for B, sizes in (
        (1, [2, 1]),
        (2, [2, 3, 1]),
        (2, [3, 3, 3]),
        (1, [2, 4, 3, 2]),
        (1, [2, 3, 2, 3, 2]),
        (3, [4, 2, 5, 1, 3, 2, 6]),
    ):
        yield sizes, whole(generator, B, sizes[0])


def run_mlp(mlp, sizes, x):
    model = mlp(sizes)
    kinds = [type(layer).__name__ for layer in model] if isinstance(model, nn.Sequential) else []
    fill(model, torch.Generator().manual_seed(1))
    return {
        "type": type(model).__name__,
        "layers": " ".join(kinds),
        "shapes": [tuple(p.shape) for p in model.parameters()],
        "output": model(x).detach(),
    }


def expected_mlp(sizes, x):
    generator = torch.Generator().manual_seed(1)
    kinds, shapes = [], []
    for k in range(len(sizes) - 1):
        if k:
            x = x.clamp(min=0)
            kinds.append("ReLU")
        weight, bias = tenths(generator, sizes[k + 1], sizes[k]), tenths(generator, sizes[k + 1])
        x = x @ weight.T + bias
        kinds.append("Linear")
        shapes += [tuple(weight.shape), tuple(bias.shape)]
    return {"type": "Sequential", "layers": " ".join(kinds), "shapes": shapes, "output": x}


def committees(generator):
    sizes = (1, 2, 1, 1), (2, 2, 1, 2), (3, 2, 3, 3), (4, 3, 2, 2), (9, 2, 4, 5), (3, 4, 1, 2)
    for n, n_in, n_out, B in (*sizes, (2, 1, 3, 3)):
        yield n, n_in, n_out, whole(generator, B, n_in)


def run_committee(Committee, n, n_in, n_out, x):
    model = Committee(n, n_in, n_out)
    weights = [p for p in model.parameters() if p.dim() == 2]
    alike = any(torch.equal(weights[0], w) for w in weights[1:])
    fill(model, torch.Generator().manual_seed(2))
    output = model.train(n % 2 == 0)(x)  # the mode makes no difference
    if isinstance(output, torch.Tensor) and output.requires_grad:
        output.sum().backward()
    return {
        "numbers that are learned": sum(p.numel() for p in model.parameters()),
        "two members start alike": alike,
        "output": output.detach() if isinstance(output, torch.Tensor) else output,
        "numbers with a gradient": sum(p.numel() for p in model.parameters() if p.grad is not None),
    }


def expected_committee(n, n_in, n_out, x):
    generator, total = torch.Generator().manual_seed(2), 0
    for _ in range(n):
        weight, bias = tenths(generator, n_out, n_in), tenths(generator, n_out)
        total = total + x @ weight.T + bias
    return {
        "numbers that are learned": n * (n_in + 1) * n_out,
        "two members start alike": False,
        "output": total / n,
        "numbers with a gradient": n * (n_in + 1) * n_out,
    }


def codes(generator):
    for n_in, n_hidden, B in ((2, 1, 1), (2, 2, 2), (2, 3, 1), (4, 3, 3), (3, 5, 2)):
        yield (
            n_in,
            n_hidden,
            whole(generator, B, n_in),
            whole(generator, n_hidden, n_in),
            whole(generator, n_hidden),
            whole(generator, n_in),
        )


def run_tied(TiedAutoencoder, n_in, n_hidden, x, weight, encoder_bias, bias):
    model = TiedAutoencoder(n_in, n_hidden)
    shapes = {name: tuple(p.shape) for name, p in model.named_parameters()}
    start = model.bias.detach().clone() if isinstance(model.bias, torch.Tensor) else model.bias
    with torch.no_grad():
        model.encoder.weight.copy_(weight)
        model.encoder.bias.copy_(encoder_bias)
        model.bias.copy_(bias)
    output = model.train(n_hidden < 3)(x)  # the mode makes no difference
    output.pow(2).sum().backward()
    slopes = [model.encoder.weight.grad, model.encoder.bias.grad, model.bias.grad]
    return {
        "parameters": shapes,
        "bias at the start": start,
        "output": output.detach(),
        "gradient of the weight": slopes[0],
        "gradients of the biases": slopes[1:],
    }


def expected_tied(n_in, n_hidden, x, weight, encoder_bias, bias):
    weight, encoder_bias, bias = (
        tensor.clone().requires_grad_() for tensor in (weight, encoder_bias, bias)
    )
    output = F.linear(F.linear(x, weight, encoder_bias).relu(), weight.T, bias)
    output.pow(2).sum().backward()
    return {
        "parameters": {
            "encoder.weight": (n_hidden, n_in),
            "encoder.bias": (n_hidden,),
            "bias": (n_in,),
        },
        "bias at the start": torch.zeros(n_in),
        "output": output.detach(),
        "gradient of the weight": weight.grad,
        "gradients of the biases": [encoder_bias.grad, bias.grad],
    }


class Branches(nn.Module):
    """Two branches that are added, each with layers of its own, and a third that is not used."""

    def __init__(self):
        super().__init__()
        self.left = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
        self.right = nn.Linear(2, 3, bias=False)
        self.spare = nn.Linear(2, 1)
        self.head = nn.Linear(3, 1)
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        return self.head(self.left(x) + self.right(x))


class Chain(nn.Module):
    """Two layers; the second one has the name of nothing else."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 2)
        self.second = nn.Tanh()
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        return self.second(self.first(x))


class Long(nn.Module):
    """More children than usual, in evaluation mode, used in another order than they are listed."""

    def __init__(self):
        super().__init__()
        for k in (3, 1, 5, 2, 4, 0):
            setattr(self, f"layer{k}", nn.Linear(2, 2))
        self.calls = 0
        self.eval()

    def forward(self, x):
        self.calls += 1
        for k in range(6):
            x = getattr(self, f"layer{k}")(x)
        return x


NETWORKS = {"Chain": Chain, "Branches": Branches, "Long": Long}


def network(name):
    model = NETWORKS[name]()
    fill(model, torch.Generator().manual_seed(3))
    return model


def looked_into(generator):
    yield "Chain", whole(generator, 1, 2)
    yield "Chain", whole(generator, 2, 2)
    yield "Branches", whole(generator, 2, 2)
    yield "Long", whole(generator, 3, 2)


def run_activations(activations, name, x):
    model = network(name)
    found = activations(model, x)
    graph = isinstance(found, dict) and any(
        getattr(value, "requires_grad", False) for value in found.values()
    )
    return {
        "outputs": found,
        "an output has a graph": graph,
        "hooks left": sum(len(m._forward_hooks) for m in model.modules()),
        "runs of the model": model.calls,
        "still in its mode": model.training == (name != "Long"),
    }


def expected_activations(name, x):
    model = network(name)
    with torch.no_grad():
        if name == "Chain":
            first = model.first(x)
            outputs = {"first": first, "second": first.tanh()}
        elif name == "Long":
            outputs = {}
            for k in range(6):
                x = outputs[f"layer{k}"] = getattr(model, f"layer{k}")(x)
        else:
            left, right = model.left(x), model.right(x)
            outputs = {"left": left, "right": right, "head": model.head(left + right)}
    return {
        "outputs": outputs,
        "an output has a graph": False,
        "hooks left": 0,
        "runs of the model": 1,
        "still in its mode": True,
    }


CHECKS = [
    Check(
        name="mlp",
        inputs=plans,
        run=run_mlp,
        expected=expected_mlp,
        french={"layers": "couches", "shapes": "formes", "output": "sortie"},
    ),
    Check(
        name="Committee",
        inputs=committees,
        run=run_committee,
        expected=expected_committee,
        french={
            "numbers that are learned": "nombres appris",
            "two members start alike": "deux membres partent égaux",
            "numbers with a gradient": "nombres qui ont un gradient",
            "output": "sortie",
        },
    ),
    Check(
        name="TiedAutoencoder",
        inputs=codes,
        run=run_tied,
        expected=expected_tied,
        french={
            "parameters": "paramètres",
            "bias at the start": "biais au départ",
            "output": "sortie",
            "gradient of the weight": "gradient du poids",
            "gradients of the biases": "gradients des biais",
        },
    ),
    Check(
        name="activations",
        inputs=looked_into,
        run=run_activations,
        expected=expected_activations,
        french={
            "outputs": "sorties",
            "an output has a graph": "une sortie a un graphe",
            "hooks left": "hooks restants",
            "runs of the model": "exécutions du modèle",
            "still in its mode": "encore dans son mode",
        },
    ),
]
