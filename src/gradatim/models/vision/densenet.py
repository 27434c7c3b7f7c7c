"""Densely connected networks: every layer sees the maps of all layers before it.

Where ResNet adds, DenseNet concatenates: a layer contributes a few new maps (the growth rate) and
nothing is overwritten. 1x1 convolutions keep it affordable: before every 3x3 ("B", bottleneck) and
between blocks ("C", compression). Parameter names are torchvision's, so its weights load.

Shapes: B batch, C channels, H and W height and width, K classes.

G. Huang, Z. Liu, L. van der Maaten, K. Weinberger, "Densely Connected Convolutional Networks",
CVPR 2017, arXiv:1608.06993.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, get_args

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.spelling import given
from gradatim.validation import require_one_of, require_part, require_sizes

Stem = Literal["cifar", "imagenet"]


@dataclass(frozen=True, kw_only=True)
class DenseNetConfig:
    """Sizes of a DenseNet-BC; one depth per block."""

    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 3
    n_classes: Annotated[int, Help("classes, one output each")] = 10
    growth_rate: Annotated[int, Help("new feature maps of each layer")] = 12
    depths: Annotated[tuple[int, ...], Help("layers of each dense block")] = (16, 16, 16)
    stem_width: Annotated[int, Help("feature maps of the first convolution")] = 24
    stem: Annotated[
        Stem, Help("first layer: 3x3 (cifar), or 7x7 and pooling, both of stride 2 (imagenet)")
    ] = "cifar"
    bottleneck: Annotated[
        int, Help("feature maps before each 3x3 convolution, in units of the growth rate")
    ] = 4
    compression: Annotated[
        float, Help("fraction of the maps that a transition keeps, above 0 to 1")
    ] = 0.5

    def __post_init__(self) -> None:
        require_sizes(self, "in_channels", "n_classes", "growth_rate", "depths", "stem_width")
        require_sizes(self, "bottleneck")
        require_one_of(self, "stem", get_args(Stem))
        require_part(self, "compression")
        if not self.depths:
            raise UserError(f"{given('depths', ())}: give at least one block, such as (3, 3, 3).")

    @classmethod
    def densenet100(cls, *, in_channels: int = 3, n_classes: int = 10) -> "DenseNetConfig":
        """DenseNet-BC of 100 layers and growth rate 12 for CIFAR: 769,162 parameters."""
        return cls(in_channels=in_channels, n_classes=n_classes)

    @classmethod
    def small(cls, *, in_channels: int = 3, n_classes: int = 10) -> "DenseNetConfig":
        """22 layers for a laptop and small images."""
        return cls(in_channels=in_channels, n_classes=n_classes, depths=(3, 3, 3))

    @classmethod
    def densenet121(cls, *, in_channels: int = 3, n_classes: int = 1000) -> "DenseNetConfig":
        """121 layers for ImageNet: 7,978,856 parameters."""
        return cls(
            in_channels=in_channels,
            n_classes=n_classes,
            growth_rate=32,
            depths=(6, 12, 24, 16),
            stem_width=64,
            stem="imagenet",
        )


class DenseLayer(nn.Module):
    """Normalize, ReLU, 1x1; normalize, ReLU, 3x3: growth_rate new maps behind those received."""

    def __init__(self, n_in: int, growth_rate: int, bottleneck: int) -> None:
        super().__init__()
        # All earlier maps enter: without the 1x1 convolution the 3x3 one would grow with depth.
        width = bottleneck * growth_rate
        # Norm and ReLU come before the convolution (He et al. 2016, "Identity
        # mappings"): each layer scales the maps that it reads for itself.
        self.norm1 = nn.BatchNorm2d(n_in)
        self.conv1 = nn.Conv2d(n_in, width, kernel_size=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, growth_rate, kernel_size=3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in, H, W) to (B, n_in + growth_rate, H, W)."""
        new = self.conv1(F.relu(self.norm1(x)))
        new = self.conv2(F.relu(self.norm2(new)))
        # Nothing is added up, so every later layer, and the classifier, can still read the first
        # maps.
        return torch.cat([x, new], dim=1)


class TransitionLayer(nn.Module):
    """Fewer maps by a 1x1 convolution, and half the height and width by their mean."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(n_in)
        self.conv = nn.Conv2d(n_in, n_out, kernel_size=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in, H, W) to (B, n_out, H / 2, W / 2)."""
        return F.avg_pool2d(self.conv(F.relu(self.norm(x))), 2)


class DenseNet(nn.Module):
    """A first convolution, dense blocks with transitions between them, means, one linear layer."""

    configs: ClassVar[dict[str, Callable[..., DenseNetConfig]]] = {
        "densenet100": DenseNetConfig.densenet100,
        "small": DenseNetConfig.small,
        "densenet121": DenseNetConfig.densenet121,
    }

    def __init__(self, config: DenseNetConfig) -> None:
        super().__init__()
        self.config = config
        channels = config.stem_width
        features: OrderedDict[str, nn.Module] = OrderedDict()
        if config.stem == "imagenet":
            features["conv0"] = nn.Conv2d(
                config.in_channels, channels, kernel_size=7, stride=2, padding=3, bias=False
            )
            features["norm0"] = nn.BatchNorm2d(channels)
            features["relu0"] = nn.ReLU()
            features["pool0"] = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        else:
            features["conv0"] = nn.Conv2d(
                config.in_channels, channels, kernel_size=3, padding=1, bias=False
            )
        for index, depth in enumerate(config.depths, start=1):
            layers: OrderedDict[str, nn.Module] = OrderedDict()
            for layer in range(1, depth + 1):
                layers[f"denselayer{layer}"] = DenseLayer(
                    channels, config.growth_rate, config.bottleneck
                )
                # Linear in depth, where other networks double: a layer only
                # adds what is not there yet.
                channels += config.growth_rate
            features[f"denseblock{index}"] = nn.Sequential(layers)
            if index < len(config.depths):
                # The paper keeps half of them (section 3, Compression).
                kept = int(channels * config.compression)
                features[f"transition{index}"] = TransitionLayer(channels, kept)
                channels = kept
        # The last block ends in raw convolutions: what the classifier
        # reads must be scaled once more.
        features["norm5"] = nn.BatchNorm2d(channels)
        features["relu5"] = nn.ReLU()
        self.features = nn.Sequential(features)
        self.classifier = nn.Linear(channels, config.n_classes)
        self._init_weights()

    def _init_weights(self) -> None:
        """He et al. 2015 for convolutions (section 4.2 of the paper), zero for the last bias."""
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        nn.init.zeros_(self.classifier.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Images (B, C, H, W) to logits (B, K)."""
        return self.classifier(self.features(x).mean((2, 3)))
