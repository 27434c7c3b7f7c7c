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
    yield (torch.tensor([[1.0], [3.0]]),)
    for B, n in ((2, 2), (4, 3)):
        yield (tenths(generator, B, n) + 1,)


def training(BatchNorm, x):
    layer = BatchNorm(x.shape[1])
    return layer(x).detach()


def running(BatchNorm, x):
    layer = BatchNorm(x.shape[1])
    layer(x)
    layer(x + 1)
    return {"running_mean": layer.running_mean, "running_var": layer.running_var}


def evaluation(BatchNorm, x):
    layer = BatchNorm(x.shape[1])
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


def gradient(BatchNorm, x):
    layer = BatchNorm(x.shape[1])
    x = x.requires_grad_()
    (layer(x) ** 3).sum().backward()
    return x.grad


def with_reference(run):
    return lambda x: run(nn.BatchNorm1d, x)


CHECKS = [
    Check(
        name="BatchNorm",
        inputs=lambda generator: [(2,)],
        run=state,
        expected=lambda n: {
            **{"weight": "parameter", "bias": "parameter"},
            **{"running_mean": "buffer", "running_var": "buffer"},
        },
    ),
    Check(name="BatchNorm", inputs=batches, run=training, expected=with_reference(training)),
    Check(name="BatchNorm", inputs=batches, run=running, expected=with_reference(running)),
    Check(name="BatchNorm", inputs=batches, run=evaluation, expected=with_reference(evaluation)),
    Check(
        name="BatchNorm",
        inputs=batches,
        run=gradient,
        expected=with_reference(gradient),
        tolerance=1e-3,
    ),
]
