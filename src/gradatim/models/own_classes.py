"""A network for a few classes of one's own, which knows when something is none of them.

A softmax must name one of its classes, whatever it is shown, and is often sure of it. So the mean
feature of every class is kept beside the weights, and a radius: what lies farther from every mean
than nearly all validation examples did is unknown.

What is drawn or recorded in quite another way, noise say, may fall near a class by accident. It is
told by the mean response of the first filters, which no example of one's own has.

Shapes: B batch, C features, K classes, M first filters, N validation examples.

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
        usual, spread: mean and deviation of the first filters' responses, (M,) both.
        oddness: largest mean deviation from them at which something counts as known.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network
        last = last_linear(network)
        self.centers: Tensor
        self.radius: Tensor
        self.register_buffer("centers", torch.zeros(last.out_features, last.in_features))
        self.register_buffer("radius", torch.tensor(2.0))  # the largest distance: all is known
        first = first_filters(network)
        n_filters = 0 if first is None else first.out_channels
        self.usual: Tensor
        self.spread: Tensor
        self.oddness: Tensor
        self.register_buffer("usual", torch.zeros(n_filters))
        self.register_buffer("spread", torch.ones(n_filters))
        self.register_buffer("oddness", torch.tensor(math.inf))

    def forward(self, examples: Tensor) -> Tensor:
        """Examples to logits (B, K)."""
        return self.network(examples)

    def with_features(self, examples: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits (B, K), features of length 1 (B, C), and responses of the first filters (B, M)."""
        kept: dict[str, Tensor] = {}
        last, first = last_linear(self.network), first_filters(self.network)
        handles = [last.register_forward_pre_hook(lambda _, inputs: kept.update(last=inputs[0]))]
        if first is not None:
            handles.append(first.register_forward_hook(lambda *args: kept.update(first=args[2])))
        try:
            logits = self.network(examples)
        finally:
            for handle in handles:
                handle.remove()
        features = F.normalize(kept["last"].flatten(1).float(), dim=1)
        if first is None:
            return logits, features, features[:, :0]
        return logits, features, kept["first"].float().abs().mean((2, 3)).clamp(min=1e-6).log()

    def is_known(self, features: Tensor, responses: Tensor) -> Tensor:
        """Whether each example is one of the classes, bool (B,); see `with_features`."""
        return (self.distances(features) <= self.radius) & (self.odd(responses) <= self.oddness)

    def distances(self, features: Tensor) -> Tensor:
        """Cosine distance (B,) of features (B, C) to the nearest class, 0 to 2."""
        return 1 - (features @ self.centers.T).amax(1)

    def odd(self, responses: Tensor) -> Tensor:
        """Mean deviation (B,) of responses (B, M) from the usual ones, in units of their spread."""
        if not len(self.usual):
            return responses.new_zeros(len(responses))
        return ((responses - self.usual) / self.spread).abs().mean(1)

    @torch.no_grad()
    def learn_classes(self, features: Tensor, responses: Tensor, labels: Tensor) -> None:
        """Keep the mean feature of every class, and the usual responses.

        Args:
            features: of training examples, (B, C).
            responses: of their first filters, (B, M).
            labels: int64 (B,).
        """
        if len(self.usual):  # a network without filters has no responses
            self.usual.copy_(responses.mean(0))
            self.spread.copy_(responses.std(0, correction=0).clamp(min=1e-3))
        # The features have length 1: normed again, their sum is the direction of the mean.
        sums = torch.zeros_like(self.centers).index_add_(0, labels, features)
        self.centers.copy_(F.normalize(sums, dim=1))

    @torch.no_grad()
    def learn_limits(self, features: Tensor, responses: Tensor, accepted: float) -> None:
        """Set both limits so that a fraction of unseen examples of the classes is accepted.

        Args:
            features: of validation examples, (N, C).
            responses: of their first filters, (N, M).
            accepted: the fraction, 0 to 1.
        """
        each = (1 + accepted) / 2  # two tests, each of which may refuse half of the rest
        self.radius.fill_(limit_of(self.distances(features), each))
        self.oddness.fill_(limit_of(self.odd(responses), each))


def limit_of(values: Tensor, accepted: float) -> float:
    """The value below which a fraction of unseen ones will lie.

    Args:
        values: of validation examples, (N,).
        accepted: the fraction; of few examples the largest value is too low a limit for it, so that
            three deviations above their mean are allowed as well.
    """
    # n + 1: the unseen example may take any rank among the n that are known with equal chance.
    rank = math.ceil((len(values) + 1) * accepted)
    if rank <= len(values):
        return values.sort().values[rank - 1].item()
    spread = values.std(correction=1).item() if len(values) > 1 else 0.0
    return max(values.max().item(), values.mean().item() + 3 * spread)


def first_filters(network: nn.Module) -> nn.Conv2d | None:
    """The convolution that reads the examples; None in a network without."""
    return next((m for m in network.modules() if isinstance(m, nn.Conv2d)), None)


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
