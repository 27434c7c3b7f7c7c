"""A network for a few classes of one's own, which knows when something is none of them.

A softmax must name one of its classes, whatever it is shown. Two simple tests say when not to
believe it, each with a limit that validation examples set:

- the doubt: the probability that it is another class than the likeliest. Something of the same
  kind, another shape in the same hand, lies between the classes.
- the oddness: how far the mean responses in the middle of the network lie from those of the
  training examples (Mahalanobis distance). What was drawn, photographed or recorded in quite
  another way is far from all of them, and may still be named without any doubt.

Shapes: B batch, K classes, M maps in the middle of the network, N examples.

Largest softmax probability: D. Hendrycks and K. Gimpel, "A baseline for detecting misclassified
and out-of-distribution examples", ICLR 2017, arXiv:1610.02136. Mahalanobis distance in layers
before the last: K. Lee et al., "A simple unified framework for detecting out-of-distribution
samples", NeurIPS 2018, arXiv:1807.03888. The limits as in conformal prediction (Angelopoulos and
Bates, arXiv:2107.07511, section 1).
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from gradatim.models.layers import EncoderLayer

SHRINKAGE = 0.1  # of the correlations to none: few examples tell little of many pairs
SMALLEST = 1e-3  # response of a map that is off


class OwnClasses(nn.Module):
    """A classifier, and when to believe it.

    Args:
        network: examples to logits (B, K); its layer in the middle reads the responses, feature
            maps (B, M, ...) or tokens (B, T, M).
        versions: an example and changed versions of it, over which answers are averaged; None: the
            example alone.

    Attributes:
        usual: mean of the training examples' responses, (M,).
        whitening: makes deviations from it uncorrelated and of size 1, (M, M).
        doubt_limit: largest probability of other classes at which something counts as known.
        oddness_limit: largest logarithm of the Mahalanobis distance at which it does.
    """

    def __init__(
        self, network: nn.Module, versions: Callable[[Tensor], list[Tensor]] | None = None
    ) -> None:
        super().__init__()
        self.network, self.versions = network, versions
        n_maps = middle_layer(network)[1]
        self.usual: Tensor
        self.whitening: Tensor
        self.doubt_limit: Tensor
        self.oddness_limit: Tensor
        self.register_buffer("usual", torch.zeros(n_maps))
        self.register_buffer("whitening", torch.eye(n_maps))
        self.register_buffer("doubt_limit", torch.tensor(1.0))  # all is known
        self.register_buffer("oddness_limit", torch.tensor(math.inf))

    def forward(self, examples: Tensor) -> Tensor:
        """Examples to logits (B, K)."""
        return self.network(examples)

    def with_responses(self, examples: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (B, K), and logarithms of the mean responses in the middle (B, M).

        Logits are of the mean probabilities of all versions, responses of the example itself.
        """
        logits, responses = self.alone(examples)
        if self.versions is None:
            return logits, responses
        others = [self.network(v).float() for v in self.versions(examples)[1:]]
        probabilities = torch.stack([part.softmax(1) for part in (logits, *others)]).mean(0)
        return probabilities.clamp(min=1e-30).log(), responses

    def alone(self, examples: Tensor) -> tuple[Tensor, Tensor]:
        """The same of the example itself, without other versions."""
        kept: list[Tensor] = []
        middle, _ = middle_layer(self.network)
        if middle is None:
            logits = self(examples).float()
            return logits, logits[:, :0]
        handle = middle.register_forward_pre_hook(lambda _, inputs: kept.append(inputs[0]))
        try:
            logits = self(examples).float()
        finally:
            handle.remove()
        kept_maps = kept[0].float().abs()
        maps = kept_maps.mean(1) if kept_maps.ndim == 3 else kept_maps.flatten(2).mean(2)
        return logits, (maps + SMALLEST).log()

    def is_known(self, logits: Tensor, responses: Tensor) -> Tensor:
        """Whether each example is one of the classes, bool (B,); see `with_responses`."""
        believed = doubt(logits) <= self.doubt_limit
        return believed & (self.oddness(responses) <= self.oddness_limit)

    def oddness(self, responses: Tensor) -> Tensor:
        """Logarithm (B,) of the Mahalanobis distance of responses (B, M); 0 without maps."""
        if not len(self.usual):
            return responses.new_zeros(len(responses))
        return ((responses - self.usual) @ self.whitening).square().mean(1).clamp(min=1e-12).log()

    @torch.no_grad()
    def learn_usual(self, responses: Tensor) -> None:
        """Keep how training examples respond, (N, M)."""
        if not len(self.usual) or len(responses) < 2:
            return
        self.usual.copy_(responses.mean(0))
        spread = responses.std(0).clamp(min=SMALLEST)
        scaled = (responses - self.usual) / spread
        correlation = scaled.T @ scaled / len(scaled)
        correlation = torch.lerp(correlation, torch.eye(len(spread)).to(spread), SHRINKAGE)
        root = torch.linalg.cholesky(torch.linalg.inv(correlation.double()))
        self.whitening.copy_(root.to(spread) / spread[:, None])

    @torch.no_grad()
    def learn_limits(self, logits: Tensor, responses: Tensor, accepted: float) -> None:
        """Set both limits so that a fraction of unseen examples of the classes is accepted.

        Args:
            logits: of validation examples, (N, K).
            responses: of them, (N, M).
            accepted: the fraction, 0 to 1.
        """
        each = (1 + accepted) / 2  # two tests, each of which may refuse half of the rest
        # Of N examples none says that a doubt below 1 / (N + 1) is too much.
        self.doubt_limit.fill_(max(limit_of(doubt(logits), each), 1 / (len(logits) + 1)))
        self.oddness_limit.fill_(limit_of(self.oddness(responses), each))


def doubt(logits: Tensor) -> Tensor:
    """Probability (B,) of all classes but the likeliest, from logits (B, K)."""
    return 1 - logits.float().softmax(1).amax(1)


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


def middle_layer(network: nn.Module) -> tuple[nn.Module | None, int]:
    """The layer in the middle of a network, and how many maps or channels M it reads.

    Of a Transformer one of its encoder layers, of others a convolution; None and 0 without these.
    """
    layers = [module for module in network.modules() if isinstance(module, EncoderLayer)]
    if layers:
        middle = layers[len(layers) // 2]
        return middle, middle.attention_norm.normalized_shape[0]
    found = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    if not found:
        return None, 0
    return found[len(found) // 2], found[len(found) // 2].in_channels


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
        """Set the half width from the sizes of validation errors, (N,), as `learn_limits` does."""
        rank = math.ceil((len(errors) + 1) * covered)
        value = errors.sort().values[rank - 1].item() if rank <= len(errors) else math.inf
        self.half_width.fill_(value)
