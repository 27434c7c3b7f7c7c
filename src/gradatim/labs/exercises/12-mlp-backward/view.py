"""A network of one hidden layer that learns by the learner's `gradients`, step by step."""

import torch
from torch.nn import functional as F

from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.core.controls import Choice, Number
from gradatim.views.mlp.engine import MultilayerPerceptronEngine


def gradients(x, labels, W1, b1, W2, b2):
    parameters = [p.requires_grad_() for p in (W1, b1, W2, b2)]
    scores = F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)
    return torch.autograd.grad(F.cross_entropy(scores, labels), parameters)


class View(LearnerViewMixin, MultilayerPerceptronEngine):
    controls = {
        **MultilayerPerceptronEngine.controls,
        "layers": Number(1, 1, 1, integer=True, hidden=True),
        "width": Number(8, 1, 8, integer=True),
        "activation": Choice("relu", ("relu",), hidden=True),
        "optimizer": Choice("sgd", ("sgd",), hidden=True),
        "learning_rate": Number(0.5, 0.0001, 10, log=True),
        "batch_size": Number(32, 1, 100, integer=True),
    }
    pace = 20.0

    def start(self):
        super().start()
        self.slopes(torch.arange(2))

    def slopes(self, chosen):
        """The parameters, and the learner's gradients on the chosen points."""
        parameters = [p for p in self.model.parameters()]
        copies = [p.detach().clone() for p in parameters]
        batch = self.points[chosen] / 3, self.labels[chosen]
        right = gradients(*batch, *(copy.clone() for copy in copies))
        return parameters, self.ask("gradients", (*batch, *copies), right)

    def advance(self):
        train = (~self.held_out).nonzero().flatten()
        n = min(self.values["batch_size"], len(train))
        chosen = train[torch.randint(len(train), (n,), generator=self.random)]
        parameters, found = self.slopes(chosen)
        with torch.no_grad():
            for parameter, slope in zip(parameters, found):
                parameter -= self.values["learning_rate"] * slope
        if (self.steps + 1) % 10 == 0:
            self.losses.append(self.measure_losses())
