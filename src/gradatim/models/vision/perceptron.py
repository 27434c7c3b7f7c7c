"""The perceptron: weights, bias, threshold, and two ways to find them.

Rosenblatt (1958) moves the weights whenever an example is on the wrong side; gradient descent
moves them a little down the slope of a loss at every step. Both draw straight borders, so neither
can learn XOR (Minsky and Papert 1969).

Shapes: B batch, D input features, K classes.

F. Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in
the Brain", Psychological Review 65(6), 1958.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.validation import require_sizes


def rosenblatt(
    inputs: Tensor, signs: Tensor, *, epochs: int = 100, learning_rate: float = 1.0
) -> tuple[Tensor, Tensor, list[int]]:
    """Rosenblatt's rule for two classes, one example at a time, starting from zero.

    Stops at the first epoch without a mistake. Count the bias as the weight of an input that is
    always 1: for points within R of zero that a plane through zero separates with margin gamma,
    the rule makes at most (R / gamma)^2 mistakes in all (Novikoff 1962).

    Args:
        inputs: the examples, (B, D).
        signs: the class of each, +1 or -1, (B,).
        epochs: passes over the examples at most.
        learning_rate: length of a correction; from zero weights it changes no decision.

    Returns:
        weight (D,), bias (a 0-dim tensor), and the number of mistakes of every epoch.
    """
    weight = inputs.new_zeros(inputs.shape[1])  # (D,)
    bias = inputs.new_zeros(())
    mistakes: list[int] = []
    for _ in range(epochs):
        mistakes.append(0)
        for x, sign in zip(inputs, signs, strict=True):
            if sign * (weight @ x + bias) <= 0:  # on the wrong side, or on the border
                weight += learning_rate * sign * x
                bias += learning_rate * sign
                mistakes[-1] += 1
        # Nothing was wrong, so nothing changed: every further epoch would be the same.
        if mistakes[-1] == 0:
            break
    return weight, bias, mistakes


def softmax_regression_gradient(
    weight: Tensor, bias: Tensor, inputs: Tensor, labels: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The cross-entropy J of a linear classifier, and its gradient, written out.

    With p = softmax(W x + b) and y the one-hot label, dJ/d(W x + b) = p - y.

    Args:
        weight: (K, D).
        bias: (K,).
        inputs: (B, D).
        labels: class numbers, (B,).

    Returns:
        the mean loss (0-dim), its gradient in the weight (K, D), and in the bias (K,).
    """
    log_probabilities = (inputs @ weight.T + bias).log_softmax(1)  # (B, K)
    targets = F.one_hot(labels, len(bias)).to(inputs.dtype)  # (B, K)
    # Of the logarithm directly: exp of large scores overflows, and log of a rounded 0 is infinite.
    loss = -(targets * log_probabilities).sum(1).mean()
    # The derivatives of logarithm and softmax cancel to p - y: no product of small numbers is left.
    error = (log_probabilities.exp() - targets) / len(inputs)  # (B, K)
    return loss, error.T @ inputs, error.sum(0)


@dataclass(frozen=True, kw_only=True)
class PerceptronConfig:
    """Sizes of a perceptron."""

    in_features: Annotated[int, Help("numbers per example; of an image all its values")] = 784
    n_classes: Annotated[int, Help("classes, one output each")] = 10

    def __post_init__(self) -> None:
        require_sizes(self, "in_features", "n_classes")

    @classmethod
    def mnist(cls) -> "PerceptronConfig":
        """28x28 gray pixels to ten digits: 7,850 parameters."""
        return cls()


class Perceptron(nn.Module):
    """One layer of weights, one output per class; the largest output is the answer.

    Trained by the loop of the project it is softmax regression; `learn_from_mistakes` is
    Rosenblatt's rule for several classes.
    """

    configs: ClassVar[dict[str, Callable[[], PerceptronConfig]]] = {"mnist": PerceptronConfig.mnist}

    def __init__(self, config: PerceptronConfig) -> None:
        super().__init__()
        self.config = config
        self.linear = nn.Linear(config.in_features, config.n_classes)
        nn.init.zeros_(self.linear.weight)  # the loss is convex: no symmetry has to be broken
        nn.init.zeros_(self.linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Inputs (B, ...) of D numbers each to logits (B, K)."""
        return self.linear(x.flatten(1))

    @torch.no_grad()
    def learn_from_mistakes(self, inputs: Tensor, labels: Tensor) -> int:
        """One epoch of Rosenblatt's rule for K classes; returns the number of mistakes.

        A mistaken example is added to the weights of its own class and subtracted from those of
        the class that won (Duda and Hart 1973, Kesler's construction).

        Args:
            inputs: (B, ...) of D numbers each.
            labels: class numbers, (B,).
        """
        weight, bias = self.linear.weight, self.linear.bias
        mistakes = 0
        for x, label in zip(inputs.flatten(1), labels.tolist(), strict=True):
            scores = weight @ x + bias  # (K,)
            others = scores.clone()
            # The strongest of the wrong classes: a tie with it counts as a mistake, as on the
            # border above.
            others[label] = -torch.inf
            winner = int(others.argmax())
            if scores[label] <= scores[winner]:
                weight[label] += x
                bias[label] += 1
                weight[winner] -= x
                bias[winner] -= 1
                mistakes += 1
        return mistakes
