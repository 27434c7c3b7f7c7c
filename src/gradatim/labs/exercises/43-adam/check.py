"""Adam, clipping and initialization."""

import math

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, whole

START = (torch.tensor([1.0, -2.0]), torch.tensor([[0.5]]), torch.tensor([3.0]))


def settings(generator):
    yield 1, 1.0, {"rate": 0.1}, ()
    yield 2, 1.0, {"rate": 0.1}, ()
    yield 3, 1.0, {"rate": 0.5, "beta1": 0.5}, ()
    yield 3, 1.0, {"rate": 0.1, "beta1": 0.5, "beta2": 0.75}, ()
    yield 4, 1.0, {"rate": 0.2, "beta1": 0.75, "beta2": 0.5, "eps": 0.5}, ()
    yield 1, 1e-8, {"rate": 0.1}, ()
    yield 40, 1.0, {"rate": 0.05}, ()  # long enough for the defaults to matter
    # The second parameter has no gradient in some of the steps, the first ones or later ones.
    yield 2, 1.0, {"rate": 0.1}, (1,)
    yield 3, 1.0, {"rate": 0.1, "beta1": 0.5, "beta2": 0.75}, (2,)


def loss_of(w, b, scale):
    return scale * ((w * torch.tensor([1.0, 4.0])).sum() ** 2 + (b**3).sum())


def run_adam(Adam, steps, scale, options, missing):
    w, b, unused = (tensor.clone().requires_grad_() for tensor in START)
    options = dict(options)
    optimizer = Adam((p for p in (w, b, unused)), options.pop("rate"), **options)
    for t in range(1, steps + 1):
        optimizer.zero_grad()
        loss_of(w, b, scale).backward()
        if t in missing:
            b.grad = None
        optimizer.step()
    optimizer.zero_grad()
    gradients = [p.grad for p in (w, b) if p.grad is not None]
    return {
        "first parameter": w.detach(),
        "second parameter": b.detach(),
        "parameter without gradient": unused.detach(),
        "gradients are cleared": all(not g.any() for g in gradients),
        "still require gradients": all(p.requires_grad and p.is_leaf for p in (w, b)),
    }


def expected_adam(steps, scale, options, missing):
    rate, beta1 = options["rate"], options.get("beta1", 0.9)
    beta2, eps = options.get("beta2", 0.999), options.get("eps", 1e-8)
    w, b = START[0].double(), START[1].double()
    state = {"w": [0.0, 0.0], "b": [0.0, 0.0]}
    for t in range(1, steps + 1):
        slopes = {"w": 2 * (w[0] + 4 * w[1]) * torch.tensor([1.0, 4.0]), "b": 3 * b**2}
        moves = {}
        for name, g in slopes.items():
            if name == "b" and t in missing:
                moves[name] = 0.0
                continue
            m, v = state[name]
            g = g * scale
            state[name] = m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
            moves[name] = rate * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps)
        w, b = w - moves["w"], b - moves["b"]
    return {
        "first parameter": w.float(),
        "second parameter": b.float(),
        "parameter without gradient": START[2],
        "gradients are cleared": True,
        "still require gradients": True,
    }


def gradients(generator):
    yield [torch.tensor([3.0, 4.0])], 1.0
    yield [torch.tensor([3.0, 4.0])], 10.0
    yield [torch.tensor([3.0]), torch.tensor([[4.0]])], 1.0
    yield [torch.tensor([0.3]), None, torch.tensor([[0.4, 0.0]])], 2.0
    yield [whole(generator, 2, 2) + 5, whole(generator, 3)], 3.0
    yield [torch.zeros(2), torch.zeros(1, 3)], 0.5
    yield [0.01 * whole(generator, 4), 1e4 * whole(generator, 2, 1, 2)], 0.02


def run_clip(clip, gradients, limit):
    parameters = []
    for g in gradients:
        parameters.append(torch.zeros(2 if g is None else g.shape, requires_grad=True))
        parameters[-1].grad = g
    before = [p.grad for p in parameters]
    # A list first, since it can be gone through twice, then what can be only once.
    norm = clip(parameters if len(parameters) == 1 else (p for p in parameters), limit)
    return {
        "norm": norm,
        "gradients afterwards": [None if p.grad is None else p.grad for p in parameters],
        "changed in place": all(p.grad is g for p, g in zip(parameters, before, strict=True)),
    }


def expected_clip(gradients, limit):
    numbers = [number for g in gradients if g is not None for number in g.flatten().tolist()]
    norm = math.hypot(*numbers)
    factor = limit / norm if norm > limit else 1.0
    return {
        "norm": norm,
        "gradients afterwards": [None if g is None else g * factor for g in gradients],
        "changed in place": True,
    }


def layers(generator):
    yield "Linear", 100, 60
    yield "Linear", 25, 200
    yield "a child", 50, 100
    yield "Conv2d", 10, 60
    yield "inside another", 40, 80
    yield "many layers", 30, 70


def network(kind, n_in, n_out):
    torch.default_generator.manual_seed(4)
    if kind == "Linear":
        return nn.Linear(n_in, n_out)
    if kind == "Conv2d":
        return nn.Conv2d(n_in, n_out, (3, 2))
    if kind == "a child":
        return nn.Sequential(*(nn.Linear(n_in, n_out, bias=False) for _ in range(2)))
    if kind == "many layers":
        return many_layers(n_in, n_out)
    inner = nn.Sequential(nn.Linear(n_in, n_out, bias=False), nn.BatchNorm1d(n_out), nn.PReLU())
    return nn.Sequential(nn.Embedding(8, n_in), inner)


def many_layers(n_in, n_out):
    """Linear and convolutional ones with biases at several depths, others with biases as well."""
    first = nn.Sequential(nn.Conv2d(n_in // 5, n_out, 3), nn.BatchNorm2d(n_out), nn.ReLU())
    others = nn.Sequential(nn.Conv1d(4, 5, 2), nn.ConvTranspose2d(3, 4, 2), nn.LayerNorm(6))
    last = nn.Sequential(nn.Linear(n_in, n_out), nn.Sequential(nn.Linear(n_out, 60), others))
    model = nn.ModuleDict({"first": first, "last": last})
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("bias"):
                parameter.fill_(0.5)
    return model


def run_initialise(initialise, kind, n_in, n_out):
    model, second = network(kind, n_in, n_out), network(kind, n_in, n_out)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    result = initialise(model)
    initialise(second)
    model = result if isinstance(result, nn.Module) else model
    after = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    weights, biases = [], []
    for name, layer in network(kind, n_in, n_out).named_modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            dot = "." if name else ""
            weights.append(after.pop(f"{name}{dot}weight"))
            if layer.bias is not None:
                biases.append(after.pop(f"{name}{dot}bias"))
    alike = kind == "a child" and torch.equal(*weights)
    again = any(torch.equal(weights[0], tensor) for tensor in second.state_dict().values())
    frozen = not all(parameter.requires_grad for parameter in model.parameters())
    changed = [key for key in after if not torch.equal(after[key], before[key])]
    found = {"weights": weights, "biases": biases, "changed": changed}
    return {**found, "alike": alike, "again": again, "frozen": frozen}


def drawn(value, kind, n_in, n_out):
    for weight in value["weights"]:
        if told := normally_drawn(weight.flatten(), weight[0].numel()):
            return told
    if any(bias.any() for bias in value["biases"]):
        return "The bias is not 0.", "Le biais n'est pas 0."
    if value["alike"]:
        return (
            "Two layers of one shape get the same weights; draw each layer anew.",
            "Deux couches de même forme reçoivent les mêmes poids ; tirez chaque couche à nouveau.",
        )
    if value["again"]:
        return (
            "A second network of the same layers gets the same weights: the random numbers are not "
            "drawn anew.",
            "Un second réseau des mêmes couches reçoit les mêmes poids : les nombres aléatoires ne "
            "sont pas tirés à nouveau.",
        )
    if value["frozen"]:
        return (
            "A parameter no longer requires a gradient, so it cannot be trained.",
            "Un paramètre ne demande plus de gradient, donc il ne peut pas être entraîné.",
        )
    if value["changed"]:
        return (
            "A layer that is neither nn.Linear nor nn.Conv2d has changed.",
            "Une couche qui n'est ni nn.Linear ni nn.Conv2d a changé.",
        )
    return None


def normally_drawn(numbers, n):
    """What is wrong with the weights of a layer with n inputs for each neuron."""
    std = (2 / n) ** 0.5
    found, mean = numbers.std().item(), numbers.mean().item()
    if abs(found / std - 1) > 0.06 or abs(mean) > 0.1 * std:
        return (
            f"Divided by sqrt(2 / n), here sqrt(2 / {n}), the weights have the mean "
            f"{mean / std:.2f} and the standard deviation {found / std:.2f}; 0 and 1 are expected.",
            f"Divisés par sqrt(2 / n), ici sqrt(2 / {n}), les poids ont la moyenne "
            f"{mean / std:.2f} et l'écart-type {found / std:.2f} ; 0 et 1 sont attendus.",
        )
    if (numbers / found).abs().max() < 2.6:
        largest = (numbers / found).abs().max().item()
        return (
            f"No weight is larger than {largest:.2f} standard deviations: that is not a normal "
            "distribution.",
            f"Aucun poids ne dépasse {largest:.2f} écarts-types : ce n'est pas une loi normale.",
        )
    return None


CHECKS = [
    Check(
        name="Adam",
        inputs=settings,
        run=run_adam,
        expected=expected_adam,
        french={
            "first parameter": "premier paramètre",
            "second parameter": "second paramètre",
            "parameter without gradient": "paramètre sans gradient",
            "gradients are cleared": "les gradients sont effacés",
            "still require gradients": "demandent encore un gradient",
        },
    ),
    Check(
        name="clip",
        inputs=gradients,
        run=run_clip,
        expected=expected_clip,
        in_place=True,
        french={
            "norm": "norme",
            "gradients afterwards": "gradients ensuite",
            "changed in place": "modifiés sur place",
        },
    ),
    Check(name="initialise", inputs=layers, run=run_initialise, judge=drawn),
]
