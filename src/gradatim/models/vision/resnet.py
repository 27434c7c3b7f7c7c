"""Residual networks: every block adds to what it receives, so depth no longer hurts.

A block computes x + f(x). Where f has nothing to add it can stay near zero, and the gradient
always has the direct way down the sum. The CIFAR networks (20, 56, ...) are section 4.2 of the
paper with its shortcuts of type A (no parameters: every second pixel, missing maps filled with
zeros); the ImageNet networks (18, 34, 50) are table 1 with type B (1x1 convolutions where the
size changes). Parameter names are torchvision's, so its published weights load.

Shapes: B batch, C channels, H and W height and width, K classes.

K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016,
arXiv:1512.03385.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, get_args

import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.spelling import given, spelled
from gradatim.validation import require_equally_many, require_one_of, require_sizes

Shortcut = Literal["padding", "projection"]  # types A and B of the paper
Stem = Literal["cifar", "imagenet"]


@dataclass(frozen=True, kw_only=True)
class ResNetConfig:
    """Sizes of a residual network; one width and one depth per stage."""

    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 3
    n_classes: Annotated[int, Help("classes, one output each")] = 10
    widths: Annotated[tuple[int, ...], Help("feature maps of each stage, at least 1")] = (
        16,
        32,
        64,
    )
    depths: Annotated[tuple[int, ...], Help("residual blocks of each stage, at least 1")] = (
        3,
        3,
        3,
    )
    bottleneck: Annotated[
        bool, Help("blocks of 1x1, 3x3 and 1x1 convolutions instead of two 3x3")
    ] = False
    shortcut: Annotated[
        Shortcut, Help("skip connection where the size changes: zero padding or 1x1 convolution")
    ] = "padding"
    stem: Annotated[
        Stem, Help("first layer: 3x3 (cifar), or 7x7 and pooling, both of stride 2 (imagenet)")
    ] = "cifar"

    def __post_init__(self) -> None:
        require_sizes(self, "in_channels", "n_classes", "widths", "depths")
        require_one_of(self, "shortcut", get_args(Shortcut))
        require_one_of(self, "stem", get_args(Stem))
        if not self.widths:
            raise UserError(
                f"{given('widths', ())}: give at least one stage, such as (16, 32, 64)."
            )
        require_equally_many(self, "depths", "widths")
        if self.shortcut == "padding" and self.bottleneck:
            raise UserError(
                f"bottleneck blocks need a projection: give {spelled('shortcut', 'projection')}."
            )

    @classmethod
    def resnet20(cls, *, in_channels: int = 3, n_classes: int = 10) -> "ResNetConfig":
        """20 layers for CIFAR: 269,722 parameters."""
        return cls(in_channels=in_channels, n_classes=n_classes)

    @classmethod
    def resnet56(cls, *, in_channels: int = 3, n_classes: int = 10) -> "ResNetConfig":
        """56 layers for CIFAR: 853,018 parameters."""
        return cls(in_channels=in_channels, n_classes=n_classes, depths=(9, 9, 9))

    @classmethod
    def digits(cls, *, in_channels: int = 1, n_classes: int = 10) -> "ResNetConfig":
        """8 layers, narrow, for scikit-learn's 8x8 digits."""
        return cls(
            in_channels=in_channels, n_classes=n_classes, widths=(16, 32, 64), depths=(1, 1, 1)
        )

    @classmethod
    def resnet18(cls, *, in_channels: int = 3, n_classes: int = 1000) -> "ResNetConfig":
        """18 layers for ImageNet: 11,689,512 parameters."""
        return cls(
            in_channels=in_channels,
            n_classes=n_classes,
            widths=(64, 128, 256, 512),
            depths=(2, 2, 2, 2),
            shortcut="projection",
            stem="imagenet",
        )

    @classmethod
    def resnet34(cls, *, in_channels: int = 3, n_classes: int = 1000) -> "ResNetConfig":
        """34 layers for ImageNet: 21,797,672 parameters."""
        return cls(
            in_channels=in_channels,
            n_classes=n_classes,
            widths=(64, 128, 256, 512),
            depths=(3, 4, 6, 3),
            shortcut="projection",
            stem="imagenet",
        )

    @classmethod
    def resnet50(cls, *, in_channels: int = 3, n_classes: int = 1000) -> "ResNetConfig":
        """50 layers for ImageNet: 25,557,032 parameters."""
        return cls(
            in_channels=in_channels,
            n_classes=n_classes,
            widths=(64, 128, 256, 512),
            depths=(3, 4, 6, 3),
            bottleneck=True,
            shortcut="projection",
            stem="imagenet",
        )


class PaddingShortcut(nn.Module):
    """Type A: every second pixel, and zeros for the maps that were not there before."""

    def __init__(self, n_new: int, stride: int) -> None:
        super().__init__()
        self.n_new = n_new
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to (B, C + n_new, H / stride, W / stride)."""
        # No parameters, so that shortcut and plain network have the same number (section 3.3,
        # option A).
        x = F.avg_pool2d(x, 1, self.stride)  # of one pixel: takes every second, in any memory order
        return F.pad(x, (0, 0, 0, 0, self.n_new // 2, self.n_new - self.n_new // 2))


def make_shortcut(n_in: int, n_out: int, stride: int, kind: str) -> nn.Module | None:
    """What carries x around a block: nothing is needed where its shape stays."""
    # Where nothing changes in shape the path stays free of any layer (He et al. 2015, section 3.2).
    if n_in == n_out and stride == 1:
        return None
    if kind == "padding":
        return PaddingShortcut(n_out - n_in, stride)
    return nn.Sequential(
        nn.Conv2d(n_in, n_out, kernel_size=1, stride=stride, bias=False), nn.BatchNorm2d(n_out)
    )


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around which x is carried (figure 5, left)."""

    expansion = 1  # output maps for each unit of width

    def __init__(self, n_in: int, width: int, *, stride: int, shortcut: str) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, width, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = make_shortcut(n_in, width, stride, shortcut)

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in, H, W) to (B, width, H / stride, W / stride)."""
        residual = F.relu(self.bn1(self.conv1(x)))
        # f(x) is what is missing from x: pushing it to 0 is easier than fitting the identity with
        # layers.
        residual = self.bn2(self.conv2(residual))
        # A gradient passes through the sum to x unscaled (He et al. 2016, arXiv:1603.05027, eq. 5).
        return F.relu((x if self.downsample is None else self.downsample(x)) + residual)


class Bottleneck(nn.Module):
    """A narrow 3x3 convolution between two 1x1 ones (figure 5, right).

    The stride is in the 3x3 convolution, as in every published set of weights; the paper has it in
    the first 1x1.
    """

    # Narrow in the middle: the 3x3 convolution works on a quarter of the maps (figure 5, right).
    expansion = 4

    def __init__(self, n_in: int, width: int, *, stride: int, shortcut: str) -> None:
        super().__init__()
        n_out = width * self.expansion
        self.conv1 = nn.Conv2d(n_in, width, kernel_size=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, n_out, kernel_size=1, bias=False)
        self.bn3 = nn.BatchNorm2d(n_out)
        self.downsample = make_shortcut(n_in, n_out, stride, shortcut)

    def forward(self, x: Tensor) -> Tensor:
        """(B, n_in, H, W) to (B, 4 * width, H / stride, W / stride)."""
        residual = F.relu(self.bn1(self.conv1(x)))
        residual = F.relu(self.bn2(self.conv2(residual)))
        residual = self.bn3(self.conv3(residual))
        return F.relu((x if self.downsample is None else self.downsample(x)) + residual)


class ResNet(nn.Module):
    """A first convolution, stages of residual blocks, the mean of every map, one linear layer."""

    configs: ClassVar[dict[str, Callable[..., ResNetConfig]]] = {
        "resnet20": ResNetConfig.resnet20,
        "resnet56": ResNetConfig.resnet56,
        "digits": ResNetConfig.digits,
        "resnet18": ResNetConfig.resnet18,
        "resnet34": ResNetConfig.resnet34,
        "resnet50": ResNetConfig.resnet50,
    }

    def __init__(self, config: ResNetConfig) -> None:
        super().__init__()
        self.config = config
        Block = Bottleneck if config.bottleneck else BasicBlock
        channels = config.widths[0]
        if config.stem == "imagenet":
            size, stride = 7, 2
            self.maxpool: nn.Module = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        else:
            size, stride = 3, 1
            self.maxpool = nn.Identity()
        # No bias: the norm behind it subtracts the mean, and a constant with it.
        self.conv1 = nn.Conv2d(
            config.in_channels, channels, size, stride=stride, padding=size // 2, bias=False
        )
        self.bn1 = nn.BatchNorm2d(channels)

        self.stage_names: list[str] = []
        for index, (width, depth) in enumerate(zip(config.widths, config.depths, strict=True)):
            blocks: list[nn.Module] = []
            for block in range(depth):
                # Half the size and twice the maps: every stage costs about the same (section 3.3,
                # rule ii).
                stride = 2 if index > 0 and block == 0 else 1
                blocks.append(Block(channels, width, stride=stride, shortcut=config.shortcut))
                channels = width * Block.expansion
            self.stage_names.append(f"layer{index + 1}")
            self.add_module(self.stage_names[-1], nn.Sequential(*blocks))
        self.fc = nn.Linear(channels, config.n_classes)
        self._init_weights()

    def _init_weights(self) -> None:
        """He et al. 2015 (arXiv:1502.01852): keep the spread of gradients through every ReLU."""
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                # A ReLU lets half of the variance through: the weights have twice as much. By fan-
                # out, it is the backward pass that keeps its scale.
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """Images (B, C, H, W) to logits (B, K)."""
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        for name in self.stage_names:
            x = self.get_submodule(name)(x)
        # The mean of each map instead of a large linear layer: few weights, and any image size
        # fits.
        return self.fc(x.mean((2, 3)))
