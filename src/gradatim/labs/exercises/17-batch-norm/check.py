"""Batch norm, in training and in evaluation."""

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, normal, tenths


def state(BatchNorm, n):
    layer = BatchNorm(n)
    found = {name: f"parameter {tuple(p.shape)}" for name, p in layer.named_parameters()}
    for name, buffer in layer.named_buffers():
        if name != "num_batches_tracked":
            saved = "" if name in layer.state_dict() else ", not saved"
            found[name] = f"buffer {tuple(buffer.shape)}{saved}"
    return found


def batches(generator):
    yield torch.tensor([[1.0], [3.0]]), 0.1, 1e-5
    for B, n, momentum, eps in ((2, 2, 0.1, 1e-5), (4, 3, 0.1, 1e-5), (3, 2, 0.3, 0.5)):
        yield tenths(generator, B, n) + 1, momentum, eps
    yield torch.tensor([[0.001], [0.003], [0.004]]), 0.1, 1e-5
    yield tenths(generator, 3, 2), 0.9, 1e-5
    yield tenths(generator, 3, 2), 0.1, 0.5
    yield tenths(generator, 3, 2), 0.0, 1e-5
    yield tenths(generator, 3, 2) * 100, 1.0, 2.0
    for B, n in ((130, 2), (3, 130)):
        yield normal(generator, B, n), 0.1, 1e-5


def build(BatchNorm, x, momentum, eps):
    n = x.shape[1]
    if (momentum, eps) == (0.1, 1e-5):
        layer = BatchNorm(n)  # these are what the parameters are without being given
    elif momentum == 0.1:
        layer = BatchNorm(n, eps=eps)
    elif eps == 1e-5:
        layer = BatchNorm(n, momentum=momentum)
    else:
        layer = BatchNorm(n, momentum, eps)
    BatchNorm(n + 1, momentum / 2, eps + 1)  # a layer knows no other
    return layer


class Reference(nn.BatchNorm1d):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, eps, momentum)


def training(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    start = layer(x).detach()
    if len(x) < 3:
        return start
    with torch.no_grad():
        layer.weight.copy_(torch.arange(2.0, 2 + x.shape[1]))
        layer.bias.fill_(1.0)
        return {"with the first weight and bias": start, "with others": layer(x)}


def running(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    layer(x.requires_grad_())
    with torch.no_grad():  # the mode decides, and not whether gradients are recorded
        layer(x + 1)
    layer.eval()
    layer(x - 1)  # which counts for nothing
    layer.train()
    layer(2 * x[:2] + 1)
    found = {"running_mean": layer.running_mean, "running_var": layer.running_var}
    return {
        **{name: average.detach() for name, average in found.items()},
        "averages keep a graph": any(average.requires_grad for average in found.values()),
    }


def evaluation(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    with torch.no_grad():
        layer.weight.copy_(torch.arange(2.0, 2 + x.shape[1]))
        layer.bias.copy_(torch.arange(1.0, 1 + x.shape[1]))
    layer(x + 1)
    before = layer.running_mean.clone()
    layer.eval()
    return {
        "output": layer(x).detach(),
        "output for the first row alone": layer(x[:1]).detach(),
        "output for each row three times": layer(x.repeat(3, 1)).detach(),
        "running_mean changed": not torch.equal(before, layer.running_mean),
    }


def gradient(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    x = x.requires_grad_()
    (layer(x) ** 3).sum().backward()
    found = {"x": x.grad, "weight": layer.weight.grad, "bias": layer.bias.grad}
    return {f"gradient of {name}": slope for name, slope in found.items()}


def with_reference(run):
    return lambda x, momentum, eps: run(Reference, x, momentum, eps)


CHECKS = [
    Check(
        name="BatchNorm",
        inputs=lambda generator: [(2,), (5,)],
        run=state,
        expected=lambda n: {
            **{"weight": f"parameter {(n,)}", "bias": f"parameter {(n,)}"},
            **{"running_mean": f"buffer {(n,)}", "running_var": f"buffer {(n,)}"},
        },
    ),
    Check(
        name="BatchNorm",
        inputs=batches,
        run=training,
        expected=with_reference(training),
        french={
            "with the first weight and bias": "avec les premiers weight et bias",
            "with others": "avec d'autres",
        },
    ),
    Check(
        name="BatchNorm",
        inputs=batches,
        run=running,
        expected=with_reference(running),
        french={"averages keep a graph": "les moyennes gardent un graphe"},
    ),
    Check(
        name="BatchNorm",
        inputs=batches,
        run=evaluation,
        expected=with_reference(evaluation),
        french={
            "running_mean changed": "running_mean a changé",
            "output for the first row alone": "sortie pour la première ligne seule",
            "output for each row three times": "sortie pour chaque ligne trois fois",
            "output": "sortie",
        },
    ),
    Check(
        name="BatchNorm",
        inputs=batches,
        run=gradient,
        expected=with_reference(gradient),
        tolerance=1e-3,
        french={"gradient of": "gradient de"},
    ),
]
