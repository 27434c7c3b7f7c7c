"""The network that a training starts from: the shipped one, that of a run, a published one."""

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from gradatim.data.info import ImageInfo, SoundInfo
from gradatim.errors import UserError
from gradatim.models.audio import SpectrogramNetwork
from gradatim.models.hub import load_save
from gradatim.models.own_classes import OwnClasses
from gradatim.models.vision.pretrained import pretrained_card, pretrained_weights
from gradatim.models.vision.resnet import ResNet
from gradatim.recipes.language.trained_model import is_run
from gradatim.recipes.runs import open_run
from gradatim.spelling import spelled
from gradatim.typed import validated
from gradatim.validation import naming

IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # mean and deviation, where none is said


@dataclass(frozen=True)
class FirstWeights:
    """A network to start from.

    Attributes:
        weights: by name.
        mean, std: that images are normalized by for it.
        sizes: of its config, which decide instead of the recipe's.
        rate: samples per second of the sounds that it has learned from, if any.
    """

    weights: dict[str, Tensor]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    sizes: dict[str, Any] = field(default_factory=dict)
    rate: int | None = None

    def informed(self, info: ImageInfo) -> ImageInfo:
        """What is known of images, with the normalization and the sizes of this network."""
        mean, std = self.mean, self.std
        if len(mean) != len(info.mean):  # gray images for a network of color, or the other way
            mean, std = info.mean, info.std
        return replace(info, mean=mean, std=std, sizes=self.sizes)


def shipped(network: type[nn.Module], model: Any, asked: bool) -> FirstWeights | None:
    """The ResNet that comes along, where a config has its sizes.

    Args:
        network: class of the recipe's network.
        model: its config.
        asked: whether it was asked for; else None is given where it does not fit.

    Raises:
        UserError: it was asked for and does not fit.
    """
    card, sizes = pretrained_card(), pretrained_sizes()
    own = {name: getattr(model, name, None) for name in sizes}
    if network is ResNet and own == sizes:
        return FirstWeights(pretrained_weights(), tuple(card["mean"]), tuple(card["std"]))
    if not asked:
        return None
    if network is not ResNet:
        raise UserError(f"the pretrained network is ResNet, and this one {network.__name__}.")
    differ = ", ".join(f"{name} {sizes[name]}" for name in sizes if own[name] != sizes[name])
    raise UserError(
        f"the pretrained network has {differ}: leave these as they are, or give "
        f"{spelled('init_from', 'none')}."
    )


def pretrained_sizes() -> dict[str, Any]:
    """The sizes of the ResNet that comes along, by the names of its config."""
    sizes = pretrained_card()["sizes"]
    return {name: tuple(v) if isinstance(v, list) else v for name, v in sizes.items()}


def inner(model: nn.Module) -> nn.Module:
    """The network inside what a recipe of one's own data wraps around it."""
    while isinstance(model, OwnClasses | SpectrogramNetwork):
        model = model.network
    return model


def of_run(folder: str, network: type[nn.Module]) -> FirstWeights:
    """The network of a run that classifies images or sounds."""
    _, model, info, _ = open_run(folder)
    found = require_kind(folder, inner(model), network)
    if isinstance(info, SoundInfo):
        mean, std = (info.mean,), (info.std,)
        return FirstWeights(found.state_dict(), mean, std, sizes_of(found), info.rate)
    if not (isinstance(info, ImageInfo) and info.classes and info.mean):
        raise UserError(f"{folder} does not classify images or sounds: give a run that does.")
    return FirstWeights(found.state_dict(), info.mean, info.std, sizes_of(found))


def sizes_of(network: nn.Module) -> dict[str, Any]:
    """The sizes of a network by the names of its config."""
    config: Any = network.config
    return asdict(config)


def require_kind(name: str, model: nn.Module, network: type[nn.Module]) -> nn.Module:
    """Refuse the weights of another kind of network; return the model.

    Raises:
        UserError: which kind it is, and which is needed.
    """
    if type(model) is not network:
        raise UserError(
            f"{name} holds weights of {type(model).__name__}, and {spelled('init_from')} takes "
            f"those of {network.__name__} here."
        )
    return model


def published(folder: str, network: type[nn.Module]) -> FirstWeights:
    """A network as transformers or timm publish it, with the normalization that it learned with.

    Raises:
        UserError: no such checkpoint, a damaged one, or one of another network.
    """
    model = require_kind(folder, load_save.load(folder).model, network)
    said = load_save.read_json(folder, "preprocessor_config.json")
    timm = load_save.read_json(folder, "config.json").get("pretrained_cfg", {})
    values = [
        validated(
            tuple[float, ...],
            tuple(said.get(theirs) or timm.get(short) or default),
            f"the {short} of images in {folder}",
            "download it again.",
        )
        for theirs, short, default in zip(
            ("image_mean", "image_std"), ("mean", "std"), IMAGENET, strict=True
        )
    ]
    sizes = sizes_of(model)
    n_channels = sizes["in_channels"]
    if any(len(value) != n_channels for value in values) or min(values[1]) <= 0:
        raise UserError(f"{folder} says {values} of images with {n_channels} channels.")
    mean, std = values
    return FirstWeights(model.state_dict(), mean, std, sizes)


def first_weights(name: str | None, network: type[nn.Module], model: Any) -> FirstWeights | None:
    """The network that `--init-from` names; None for random weights.

    Args:
        name: pretrained, none, a run folder, or a checkpoint; None: the shipped one if it fits.
        network: class of the recipe's network.
        model: its config.
    """
    if name == "none":
        return None
    if name in (None, "pretrained"):
        return shipped(network, model, asked=name is not None)
    assert name is not None
    is_checkpoint = (Path(name).expanduser() / "config.json").is_file() and not is_run(name)
    with naming("init_from", name):
        return published(name, network) if is_checkpoint else of_run(name, network)
