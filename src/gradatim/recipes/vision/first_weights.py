"""The network that own images start from: the shipped one, that of a run, a published one."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from torch import Tensor

from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.own_classes import OwnClasses
from gradatim.models.vision.pretrained import pretrained_card, pretrained_weights
from gradatim.models.vision.resnet import ResNet
from gradatim.recipes.language.trained_model import is_run
from gradatim.recipes.vision.classification import open_classifier
from gradatim.spelling import spelled
from gradatim.typed import validated

IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # mean and deviation, where none is said


@dataclass(frozen=True)
class FirstWeights:
    """A network to start from.

    Attributes:
        weights: by name.
        mean, std: that images are normalized by for it.
        sizes: of its config, where the recipe's do not decide.
    """

    weights: dict[str, Tensor]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    sizes: dict[str, Any] = field(default_factory=dict)


def shipped(model: Any, n_channels: int, asked: bool) -> FirstWeights | None:
    """The network that comes along, where a config has its sizes.

    Args:
        model: the config.
        n_channels: of the images.
        asked: whether it was asked for; else None is given where it does not fit.

    Raises:
        UserError: it was asked for and has other sizes.
    """
    card = pretrained_card()
    sizes = {name: tuple(v) if isinstance(v, list) else v for name, v in card["sizes"].items()}
    own = {name: getattr(model, name, None) for name in sizes}
    if own == sizes and (n_channels == len(card["mean"]) or asked):
        return FirstWeights(pretrained_weights(), tuple(card["mean"]), tuple(card["std"]))
    if not asked:
        return None
    differ = ", ".join(f"{name} {sizes[name]}" for name in sizes if own[name] != sizes[name])
    raise UserError(
        f"the pretrained network has {differ}: leave these as they are, or give "
        f"{spelled('init_from', 'none')}."
    )


def of_run(folder: str) -> FirstWeights:
    """The network of a run that classifies images."""
    model, info, _ = open_classifier(folder)
    network = model.network if isinstance(model, OwnClasses) else model
    return FirstWeights(network.state_dict(), info.mean, info.std, info.sizes)


def published(folder: str) -> FirstWeights:
    """A ResNet as transformers or timm publish it, with the normalization that it learned with.

    Raises:
        UserError: no such checkpoint, a damaged one, or one of another network.
    """
    model = load_save.load(folder).model
    if not isinstance(model, ResNet):
        raise UserError(
            f"{folder} holds a {type(model).__name__}, and {spelled('init_from')} takes a ResNet "
            "here."
        )
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
    n_channels = model.config.in_channels
    if any(len(value) != n_channels for value in values) or min(values[1]) <= 0:
        raise UserError(f"{folder} says {values} of images with {n_channels} channels.")
    mean, std = values
    return FirstWeights(model.state_dict(), mean, std, asdict(model.config))


def first_weights(name: str | None, model: Any, n_channels: int) -> FirstWeights | None:
    """The network that `--init-from` names; None for random weights.

    Args:
        name: pretrained, none, a run folder, or a checkpoint; None: the shipped one if it fits.
        model: config of the recipe's network.
        n_channels: of the images.
    """
    if name == "none":
        return None
    if name in (None, "pretrained"):
        return shipped(model, n_channels, asked=name is not None)
    assert name is not None
    is_checkpoint = (Path(name).expanduser() / "config.json").is_file() and not is_run(name)
    return published(name) if is_checkpoint else of_run(name)
