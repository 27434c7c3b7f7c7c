"""Backpropagation written out: the gradient of a multi-layer perceptron as a product of matrices.

One Jacobian per layer (the chain rule), multiplied from the loss towards the input, so that every
product is a vector times a matrix.

Shapes: B batch, D input features, K classes; I and O a layer's inputs and outputs.

D. Rumelhart, G. Hinton, R. Williams, "Learning representations by back-propagating errors",
Nature 323, 1986.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.models.vision.mlp import MLP


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
def backpropagation(model: MLP, inputs: Tensor, labels: Tensor) -> dict[str, Tensor]:
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
    # Divided here, once: J is a mean, and every gradient below inherits the factor.
    delta = (logits.softmax(1) - targets) / len(inputs)  # dJ/d(logits), (B, K)

    gradients: dict[str, Tensor] = {}
    # From the loss towards the input: vector times matrix costs O x I; the other order would
    # multiply matrices with matrices.
    for index in reversed(range(len(model.layers))):
        layer, x = model.layers[index], signals[index]
        if isinstance(layer, nn.Linear):
            gradients[f"layers.{index}.weight"] = torch.einsum("bo,bi->oi", delta, x)
            gradients[f"layers.{index}.bias"] = delta.sum(0)
        delta = torch.einsum("bo,boi->bi", delta, jacobian(layer, x))  # one more factor
    gradients["input"] = delta
    return gradients
