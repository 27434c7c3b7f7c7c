"""Broken loop 5: an optimizer that holds the old weights."""

import torch
from torch import nn
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal


class Network(nn.Module):
    def __init__(self, n_classes):
        super().__init__()
        torch.default_generator.manual_seed(1)
        self.body = nn.Sequential(nn.Linear(2, 8), nn.Tanh())
        self.head = nn.Linear(8, n_classes)

    def forward(self, x):
        return self.head(self.body(x))


def settings(generator):
    for B, n_classes, steps in ((6, 2, 10), (9, 3, 30)):
        labels = torch.arange(B) % n_classes
        centres = torch.tensor([[2.0, 0.0], [-2.0, 2.0], [0.0, -2.0]])
        yield n_classes, centres[labels] + 0.1 * normal(generator, B, 2), labels, 0.3, steps


def run(fine_tune, n_classes, x, labels, rate, steps):
    model = Network(5)
    before = nn.utils.parameters_to_vector(model.body.parameters()).detach().clone()
    torch.default_generator.manual_seed(2)
    losses = fine_tune(model, n_classes, x, labels, rate, steps)
    after = nn.utils.parameters_to_vector(model.body.parameters()).detach()
    twin = Network(5)
    torch.default_generator.manual_seed(2)
    fine_tune(twin, n_classes, x, labels, rate, 0)
    last = F.cross_entropy(model(x), labels).item()
    return {
        "outputs of the head": model.head.out_features,
        "number of losses": len(losses),
        "the head was trained": last < 0.6 * losses[0],
        "the new head has changed": not torch.equal(model.head.weight, twin.head.weight),
        "the body has changed": not torch.equal(before, after),
        "losses without graph": not any(getattr(loss, "requires_grad", False) for loss in losses),
    }


def expected(n_classes, x, labels, rate, steps):
    return {
        "outputs of the head": n_classes,
        "number of losses": steps,
        "the head was trained": True,
        "the new head has changed": True,
        "the body has changed": False,
        "losses without graph": True,
    }


CHECKS = [Check(name="fine_tune", inputs=settings, run=run, expected=expected)]
