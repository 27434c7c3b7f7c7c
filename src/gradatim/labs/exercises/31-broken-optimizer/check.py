"""Broken loop 5: an optimizer that holds the old weights."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.modules.module import register_module_forward_pre_hook

from gradatim.labs.grading.spec import Check, normal

OLD_CLASSES = 5  # of the head that is to be replaced


class Network(nn.Module):
    def __init__(self, width, n_classes, bias):
        super().__init__()
        torch.default_generator.manual_seed(1)
        self.body = nn.Sequential(nn.Linear(2, width), nn.Tanh())
        if width < 8:
            self.body.extend([nn.Linear(width, width), nn.Tanh()])
        self.head = nn.Linear(width, n_classes, bias=bias)

    def forward(self, x):
        return self.head(self.body(x))

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "head" and "told" in self.__dict__:
            self.told(value)


class SameStart:
    """Gives the first new head always the same weights, the second others: where it is put into the
    model, since gradients by hand never call it, and at its first use, since it may be drawn anew.
    """

    def __init__(self, model, n_classes):
        self.model, self.n_classes = model, n_classes
        self.numbers, self.used = {}, set()
        model.told = lambda head: head in self.used or self.start(head)

    def __call__(self, module, _):
        if getattr(module, "out_features", 0) == self.n_classes and module not in self.used:
            self.used.add(module)
            self.start(module)

    def start(self, head):
        if not isinstance(head, nn.Module):
            return
        number = self.numbers.setdefault(head, len(self.numbers))
        generator = torch.Generator().manual_seed(self.n_classes + 100 * number)
        with torch.no_grad():
            for parameter in head.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=generator) / 3)


def settings(generator):
    for B, n_classes, rate, steps in (
        (6, 2, 0.3, 1),
        (6, 2, 0.3, 10),
        (9, 3, 0.2, 30),
        (150, 3, 0.2, 2),
    ):
        labels = torch.arange(B) % n_classes
        centres = torch.tensor([[2.0, 0.0], [-2.0, 2.0], [0.0, -2.0]])
        yield n_classes, centres[labels] + 0.1 * normal(generator, B, 2), labels, rate, steps, True
    # As many classes as the old head has: it must be replaced all the same.
    yield OLD_CLASSES, centres + 0.1 * normal(generator, 3, 2), torch.arange(3), 0.3, 2, True
    # The old head has no bias; the new one has.
    yield 3, centres + 0.1 * normal(generator, 3, 2), torch.arange(3), 0.3, 2, False
    # Another number of features, and of layers; examples of two classes only, the last one not among them.
    yield 4, normal(generator, 5, 2), torch.tensor([1, 2, 3, 0, 2]), 0.5, 2, True
    yield 6, normal(generator, 5, 2), torch.tensor([1, 2, 2, 1, 2]), 0.5, 2, True


def run(fine_tune, n_classes, x, labels, rate, steps, old_bias):
    model = Network(6 if n_classes == 4 else 8, OLD_CLASSES, old_bias)
    old_head = model.head
    for parameter in model.body.parameters():  # it was trained before
        parameter.grad = torch.ones_like(parameter)
    before = nn.utils.parameters_to_vector(model.body.parameters()).detach().clone()
    hook = register_module_forward_pre_hook(SameStart(model, n_classes))
    try:
        losses = fine_tune(model, n_classes, x, labels, rate, steps)
    finally:
        hook.remove()
    after = nn.utils.parameters_to_vector(model.body.parameters()).detach()
    return {
        "shapes of the head": {name: tuple(p.shape) for name, p in model.head.named_parameters()},
        "the head is new": model.head is not old_head,
        "the body has changed": not torch.equal(before, after),
        "losses": losses,
        "weights of the head": nn.utils.parameters_to_vector(model.head.parameters()).detach(),
    }


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    features = model.body(x).detach()
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(features), labels)
        losses.append(loss.item())
        model.head.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.head.parameters():
                parameter -= rate * parameter.grad
    return losses


def expected(n_classes, x, labels, rate, steps, old_bias):
    return run(fine_tune, n_classes, x, labels, rate, steps, old_bias)


CHECKS = [
    Check(
        name="fine_tune",
        inputs=settings,
        python_numbers=True,
        run=run,
        expected=expected,
        french={
            "shapes of the head": "formes de la tête",
            "the head is new": "la tête est nouvelle",
            "the body has changed": "le corps a changé",
            "losses": "pertes",
            "weights of the head": "poids de la tête",
        },
    )
]
