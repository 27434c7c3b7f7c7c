"""A network for a few classes of one's own, which knows when something is none of them.

A softmax must name one of its classes, whatever it is shown, and is often sure of it. So the mean
feature of every class is kept beside the weights, and a radius: what lies farther from every mean
than nearly all validation examples did is unknown.

Shapes: B batch, C features, K classes, N validation examples.

Nearest class mean: K. Lee et al., "A simple unified framework for detecting out-of-distribution
samples", NeurIPS 2018, arXiv:1807.03888, here with the cosine as distance; the radius as in
conformal prediction (Angelopoulos and Bates, arXiv:2107.07511, section 1).
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class OwnClasses(nn.Module):
    """A classifier and how far from its classes an example may lie.

    Args:
        network: examples to logits (B, K); its last linear layer reads the features.

    Attributes:
        centers: mean feature of every class, of length 1, (K, C).
        radius: largest cosine distance, 0 to 2, at which something counts as known.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network
        last = last_linear(network)
        self.centers: Tensor
        self.radius: Tensor
        self.register_buffer("centers", torch.zeros(last.out_features, last.in_features))
        self.register_buffer("radius", torch.tensor(2.0))  # the largest distance: all is known

    def forward(self, examples: Tensor) -> Tensor:
        """Examples to logits (B, K)."""
        return self.network(examples)

    def with_features(self, examples: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (B, K), and features of length 1 (B, C)."""
        kept: list[Tensor] = []
        last = last_linear(self.network)
        handle = last.register_forward_pre_hook(lambda _, inputs: kept.append(inputs[0]))
        try:
            logits = self.network(examples)
        finally:
            handle.remove()
        return logits, F.normalize(kept[0].flatten(1).float(), dim=1)

    def distances(self, features: Tensor) -> Tensor:
        """Cosine distance (B,) of features (B, C) to the nearest class, 0 to 2."""
        return 1 - (features @ self.centers.T).amax(1)

    @torch.no_grad()
    def learn_classes(self, features: Tensor, labels: Tensor) -> None:
        """Keep the mean feature of every class: features (B, C), labels (B,)."""
        sums = torch.zeros_like(self.centers).index_add_(0, labels, features)
        self.centers.copy_(F.normalize(sums, dim=1))

    @torch.no_grad()
    def learn_radius(self, distances: Tensor, accepted: float) -> None:
        """Set the radius so that a fraction of unseen examples of the classes is accepted.

        Args:
            distances: of validation examples, (N,).
            accepted: the fraction, 0 to 1; where N is too small for it, all of them are.
        """
        rank = min(math.ceil((len(distances) + 1) * accepted), len(distances))
        self.radius.fill_(distances.sort().values[max(rank, 1) - 1].item())


def last_linear(network: nn.Module) -> nn.Linear:
    """The linear layer that gives the logits."""
    return [module for module in network.modules() if isinstance(module, nn.Linear)][-1]


class OwnQuantity(nn.Module):
    """A network that predicts a quantity, and how far off it was on validation examples.

    Args:
        network: examples to one number, (B, 1), in units of the targets' deviation.

    Attributes:
        half_width: of the interval that nine of ten unseen examples lie in, in the same units.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.half_width: Tensor
        self.register_buffer("half_width", torch.tensor(math.inf))

    def forward(self, examples: Tensor) -> Tensor:
        """Examples to (B, 1)."""
        return self.network(examples)

    @torch.no_grad()
    def learn_width(self, errors: Tensor, covered: float) -> None:
        """Set the half width from the sizes of validation errors, (N,), as `learn_radius` does."""
        rank = math.ceil((len(errors) + 1) * covered)
        value = errors.sort().values[rank - 1].item() if rank <= len(errors) else math.inf
        self.half_width.fill_(value)
