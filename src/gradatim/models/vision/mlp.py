"""The multi-layer perceptron, and backpropagation written out.

Stacking layers with a non-linearity between them bends the borders, and XOR becomes easy. The
gradient of a stack is a product of matrices: one Jacobian per layer (the chain rule), multiplied
from the loss towards the input so that every product is a vector times a matrix.

Shapes: B batch, D input features, K classes; I and O a layer's inputs and outputs.

D. Rumelhart, G. Hinton, R. Williams, "Learning representations by back-propagating errors",
Nature 323, 1986.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.layers import ACTIVATIONS, Activation
from gradatim.validation import require_fraction, require_one_of, require_sizes


def activation_derivative(activation: nn.Module, z: Tensor) -> Tensor:
    """The derivative of an activation at each of its inputs z (any shape)."""
    match activation:
        case nn.ReLU():
            return (z > 0).to(z.dtype)
        case nn.Tanh():
            return 1 - z.tanh() ** 2
        case nn.Sigmoid():
            return z.sigmoid() * (1 - z.sigmoid())
        case nn.SiLU():
            return z.sigmoid() * (1 + z * (1 - z.sigmoid()))
        case nn.GELU(approximate="tanh"):  # z (1 + tanh u) / 2
            factor, cubic = math.sqrt(2 / math.pi), 0.044715
            tanh = (factor * (z + cubic * z**3)).tanh()
            return (1 + tanh) / 2 + z * (1 - tanh**2) / 2 * factor * (1 + 3 * cubic * z**2)
        case nn.GELU():  # z Phi(z), with Phi the Gaussian distribution function
            density = torch.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
            return torch.special.ndtr(z) + z * density
    raise TypeError(f"no derivative written out for {type(activation).__name__}")


def jacobian(layer: nn.Module, x: Tensor) -> Tensor:
    """All partial derivatives d(output o)/d(input i) of one layer of an MLP, at each input.

    Args:
        layer: a linear layer or an activation (dropout that is off is the identity).
        x: what enters the layer, (B, I).

    Returns:
        the Jacobian at each example, (B, O, I).
    """
    if isinstance(layer, nn.Linear):
        return layer.weight.expand(len(x), -1, -1)  # the same for every input: it is linear
    if isinstance(layer, nn.Dropout):
        return torch.eye(x.shape[1]).to(x).expand(len(x), -1, -1)
    return torch.diag_embed(activation_derivative(layer, x))  # neuron o sees input o alone


@torch.no_grad()
def backpropagation(model: "MLP", inputs: Tensor, labels: Tensor) -> dict[str, Tensor]:
    """The gradient of the mean cross-entropy as the product of layer Jacobians.

    Equal to what `loss.backward()` leaves in `.grad`; written out to be read and looked into.

    Args:
        model: an MLP in eval mode (dropout would draw at random).
        inputs: (B, ...) of D numbers each.
        labels: class numbers, (B,).

    Returns:
        parameter name -> gradient, and "input" -> the gradient in each input (B, D).
    """
    signals = [inputs.flatten(1)]  # forward: keep what enters every layer
    for layer in model.layers:
        signals.append(layer(signals[-1]))
    logits = signals[-1]  # (B, K)

    targets = F.one_hot(labels, logits.shape[1]).to(logits)
    delta = (logits.softmax(1) - targets) / len(inputs)  # dJ/d(logits), (B, K)

    gradients: dict[str, Tensor] = {}
    for index in reversed(range(len(model.layers))):
        layer, x = model.layers[index], signals[index]
        if isinstance(layer, nn.Linear):
            gradients[f"layers.{index}.weight"] = torch.einsum("bo,bi->oi", delta, x)
            gradients[f"layers.{index}.bias"] = delta.sum(0)
        delta = torch.einsum("bo,boi->bi", delta, jacobian(layer, x))  # one more factor
    gradients["input"] = delta
    return gradients


@dataclass(frozen=True, kw_only=True)
class MLPConfig:
    """Sizes of a multi-layer perceptron."""

    in_features: Annotated[int, Help("numbers per example; of an image all its values")] = 784
    hidden: Annotated[  # () is a perceptron
        tuple[int, ...], Help("neurons of each hidden layer")
    ] = (256, 128)
    n_classes: Annotated[int, Help("classes, one output each")] = 10
    activation: Annotated[Activation, Help("non-linearity after each hidden layer")] = "relu"
    dropout: Annotated[
        float, Help("fraction of hidden neurons dropped in training, 0 to below 1")
    ] = 0.0

    def __post_init__(self) -> None:
        require_sizes(self, "in_features", "hidden", "n_classes")
        require_one_of(self, "activation", ACTIVATIONS)
        require_fraction(self, "dropout")

    @classmethod
    def mnist(cls) -> "MLPConfig":
        """28x28 gray pixels to ten digits through 256 and 128 neurons: 235,146 parameters."""
        return cls()

    @classmethod
    def xor(cls) -> "MLPConfig":
        """Two inputs, two classes: enough neurons for the border that no perceptron can draw."""
        return cls(in_features=2, hidden=(8,), n_classes=2, activation="tanh")


class MLP(nn.Module):
    """Linear layers with a non-linearity after each but the last."""

    configs: ClassVar[dict[str, Callable[[], MLPConfig]]] = {
        "mnist": MLPConfig.mnist,
        "xor": MLPConfig.xor,
    }

    def __init__(self, config: MLPConfig) -> None:
        super().__init__()
        self.config = config
        widths = (config.in_features, *config.hidden)
        layers: list[nn.Module] = []
        for n_in, n_out in zip(widths, config.hidden, strict=False):
            layers += [nn.Linear(n_in, n_out), ACTIVATIONS[config.activation]()]
            if config.dropout:
                layers.append(nn.Dropout(config.dropout))
        layers.append(nn.Linear(widths[-1], config.n_classes))
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """Inputs (B, ...) of D numbers each to logits (B, K)."""
        return self.layers(x.flatten(1))
