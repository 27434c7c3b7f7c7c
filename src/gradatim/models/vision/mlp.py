"""The multi-layer perceptron.

Stacking layers with a non-linearity between them bends the borders, and XOR becomes easy. How its
gradient is found is written out in `backpropagation`.

Shapes: B batch, D input features, K classes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.layers import ACTIVATIONS, Activation
from gradatim.validation import require_fraction, require_one_of, require_sizes


@dataclass(frozen=True, kw_only=True)
class MLPConfig:
    """Sizes of a multi-layer perceptron."""

    in_features: Annotated[int, Help("numbers per example; of an image all its values")] = 784
    hidden: Annotated[  # () is a perceptron
        tuple[int, ...], Help("neurons of each hidden layer, at least 1, or none")
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

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if self.hidden:
            return {}
        return dict.fromkeys(("activation", "dropout"), "there is no hidden layer to follow")

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
        # Without a non-linearity between them two linear layers would
        # be one: W2 (W1 x) = (W2 W1) x.
        widths = (config.in_features, *config.hidden)
        layers: list[nn.Module] = []
        for n_in, n_out in zip(widths, config.hidden, strict=False):
            layers += [nn.Linear(n_in, n_out), ACTIVATIONS[config.activation]()]
            if config.dropout:
                # After the activation, so that a dropped neuron is silent
                # (Srivastava et al. 2014, section 4).
                layers.append(nn.Dropout(config.dropout))
        # No softmax at the end: the loss wants logits, where log(softmax) is computed without
        # overflow.
        layers.append(nn.Linear(widths[-1], config.n_classes))
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """Inputs (B, ...) of D numbers each to logits (B, K)."""
        return self.layers(x.flatten(1))
