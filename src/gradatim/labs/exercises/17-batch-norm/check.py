"""Batch norm, in training and in evaluation."""

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, tenths


def state(BatchNorm, n):
    layer = BatchNorm(n)
    found = {name: "parameter" for name, _ in layer.named_parameters()}
    found |= {name: "buffer" for name, _ in layer.named_buffers() if name != "num_batches_tracked"}
    return found


def batches(generator):
    yield torch.tensor([[1.0], [3.0]]), 0.1, 1e-5
    for B, n, momentum, eps in ((2, 2, 0.1, 1e-5), (4, 3, 0.1, 1e-5), (3, 2, 0.3, 0.5)):
        yield tenths(generator, B, n) + 1, momentum, eps
    yield torch.tensor([[0.001], [0.003], [0.004]]), 0.1, 1e-5


def build(BatchNorm, x, momentum, eps):
    if (momentum, eps) == (0.1, 1e-5):
        return BatchNorm(x.shape[1])  # these are what the parameters are without being given
    return BatchNorm(x.shape[1], momentum=momentum, eps=eps)


def training(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    return layer(x).detach()


def running(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    layer(x.requires_grad_())
    layer(x + 1)
    found = {"running_mean": layer.running_mean, "running_var": layer.running_var}
    return {
        **{name: average.detach() for name, average in found.items()},
        "averages keep a graph": any(average.requires_grad for average in found.values()),
    }


def evaluation(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    with torch.no_grad():
        layer.weight.fill_(2.0)
        layer.bias.fill_(1.0)
    layer(x + 1)
    before = layer.running_mean.clone()
    layer.eval()
    return {
        "output": layer(x).detach(),
        "running_mean changed": not torch.equal(before, layer.running_mean),
    }


def gradient(BatchNorm, x, momentum, eps):
    layer = build(BatchNorm, x, momentum, eps)
    x = x.requires_grad_()
    (layer(x) ** 3).sum().backward()
    return x.grad


def with_reference(run):
    return lambda x, momentum, eps: run(nn.BatchNorm1d, x, momentum, eps)


CHECKS = [
    Check(
        name="BatchNorm",
        inputs=lambda generator: [(2,), (5,)],
        run=state,
        expected=lambda n: {
            **{"weight": "parameter", "bias": "parameter"},
            **{"running_mean": "buffer", "running_var": "buffer"},
        },
    ),
    Check(name="BatchNorm", inputs=batches, run=training, expected=with_reference(training)),
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
        french={"running_mean changed": "running_mean a changé", "output": "sortie"},
    ),
    Check(
        name="BatchNorm",
        inputs=batches,
        run=gradient,
        expected=with_reference(gradient),
        tolerance=1e-3,
    ),
]
