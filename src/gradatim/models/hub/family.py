"""What is known of a family of published checkpoints: sizes, names of tensors, what is fixed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from gradatim.errors import UserError
from gradatim.models.hub.rules import Rule


def nothing(_: Any) -> dict[str, Any]:
    """No further values."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Family:
    """A kind of checkpoint.

    Args:
        model, config: our classes.
        architecture: name of the transformers class that writes such checkpoints.
        fields: our field -> theirs in config.json.
        defaults: what holds where config.json says nothing, by their names.
        fixed: what else config.json may only say if our model is to compute the same (the first of
            the values is written, and assumed where nothing is said).
        rules: config -> which tensors are which.
        read: config.json -> further fields of our config.
        write: our config -> further fields of config.json.
        prefix: what some writers leave out at the beginning of tensor names.
        heads: beginnings of the names of tensors that have no prefix.
        ignored: parts of names of tensors that are not needed.
        encoder: our class without a head, where such checkpoints are published, too.
        encoder_architecture: name of the transformers class of those.
    """

    model: type[nn.Module]
    config: type
    architecture: str
    fields: dict[str, str]
    rules: Callable[[Any], list[Rule]]
    defaults: dict[str, Any] = field(default_factory=dict)
    fixed: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    read: Callable[[dict[str, Any]], dict[str, Any]] = nothing
    write: Callable[[Any], dict[str, Any]] = nothing
    prefix: str = ""
    heads: tuple[str, ...] = ("lm_head.",)
    ignored: tuple[str, ...] = ()
    encoder: type[nn.Module] | None = None
    encoder_architecture: str = ""


def kinds_of_layer(theirs: dict[str, Any], pattern: int, offset: int = 0) -> tuple[bool, ...]:
    """Which layers see the whole text, of a model where most see a window.

    Args:
        theirs: config.json.
        pattern: one layer in so many sees everything, where no list of layers is given.
        offset: of the layer numbers.
    """
    kinds = theirs.get("layer_types")
    if kinds is not None:
        return tuple(kind == "full_attention" for kind in kinds)
    return tuple((i + offset) % pattern == 0 for i in range(theirs.get("num_hidden_layers", 0)))


def layer_types(whole: tuple[bool, ...]) -> list[str]:
    """The list of layers as config.json has it."""
    return ["full_attention" if on else "sliding_attention" for on in whole]


def refuse(theirs: dict[str, Any], what: str) -> UserError:
    """The error for a checkpoint that says something our model does not compute."""
    return UserError(f"this {theirs.get('model_type')} checkpoint {what}, which is not supported.")
