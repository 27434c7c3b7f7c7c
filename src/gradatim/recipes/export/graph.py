"""A trained model as one computation from raw inputs to answers, with real inputs to try it on.

Who gets a model without our code must not guess how images are normalized: preprocessing and the
softmax are part of the computation.

Shapes: B batch, C, H and W channels, height and width, K classes, S samples, M mel bands,
F features of a row, or frames of a sound.
"""

import inspect
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from gradatim.data.heard import spectrogram
from gradatim.data.info import ImageInfo, OwnTableInfo, SoundInfo
from gradatim.errors import UserError
from gradatim.models.own_classes import OwnClasses, OwnQuantity
from gradatim.recipes.base import Recipe
from gradatim.recipes.sounds.own_sounds import OwnSoundClassification
from gradatim.recipes.sounds.spoken_digits import SoundClassification
from gradatim.spelling import spelled
from gradatim.training import Run

MOST_INPUTS = 64  # real inputs that an exported model is checked on


@dataclass(frozen=True)
class Graph:
    """A computation to be written down.

    Attributes:
        module: in evaluation mode; takes the inputs in their order.
        inputs: real ones, by name; the first axis of all is the batch.
        takes, gives: what every input and output means, by name.
    """

    module: nn.Module
    inputs: dict[str, Tensor]
    takes: dict[str, str]
    gives: dict[str, str]


class Normalized(nn.Module):
    """Pixels (B, C, H, W), from 0 to 1, as a network takes them."""

    def __init__(self, mean: Tensor, std: Tensor) -> None:
        super().__init__()
        self.mean: Tensor
        self.std: Tensor
        self.register_buffer("mean", mean[:, None, None])  # (C, 1, 1)
        self.register_buffer("std", std[:, None, None])

    def forward(self, pixels: Tensor) -> Tensor:
        """(B, C, H, W) to the same."""
        return (pixels - self.mean) / self.std


class Spectrogram(nn.Module):
    """Samples (B, S) as a network takes them."""

    def __init__(self, info: SoundInfo) -> None:
        super().__init__()
        self.info = info

    def forward(self, samples: Tensor) -> Tensor:
        """(B, S) to (B, M, F)."""
        return spectrogram(samples, self.info)


class Classes(nn.Module):
    """Raw inputs to probabilities (B, K), and where it was learned whether each is known, (B,).

    Args:
        model: prepared inputs to logits.
        prepare: raw inputs to what the model takes.
    """

    def __init__(self, model: nn.Module, prepare: nn.Module) -> None:
        super().__init__()
        self.model, self.prepare = model, prepare

    def forward(self, inputs: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Probabilities, or a pair of them and bool (B,)."""
        prepared = self.prepare(inputs)
        if not isinstance(self.model, OwnClasses):
            return self.model(prepared).float().softmax(1)
        logits, responses = self.model.with_responses(prepared)
        return logits.softmax(1), self.model.is_known(logits, responses)


class Quantity(nn.Module):
    """Features of rows (B, F) to a quantity in the unit of the table, and its bounds, (B,) each."""

    def __init__(self, model: OwnQuantity, info: OwnTableInfo) -> None:
        super().__init__()
        self.model, self.info = model, info

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Value, low and high."""
        middle, width = self.model(features)[:, 0], self.model.half_width
        return (
            self._in_units(middle),
            self._in_units(middle - width),
            self._in_units(middle + width),
        )

    def _in_units(self, values: Tensor) -> Tensor:
        scaled = values.double() * self.info.target_scale + self.info.target_centre
        return scaled.expm1() if self.info.target_logarithm else scaled


def graph_of(recipe: Recipe, model: nn.Module, info: Any, run: Run) -> Graph:
    """The computation of a run, with real inputs of its data.

    Raises:
        UserError: its data are not there.
    """
    classes = tuple(getattr(info, "classes", ()))
    if isinstance(info, SoundInfo):
        assert isinstance(recipe, SoundClassification | OwnSoundClassification)
        what = f"(B, {info.length}), from -1 to 1, {info.rate:,} per second"
        what += ", all as loud as the training sounds" if info.leveled else ""
        samples = recipe.test_sounds(info)[:MOST_INPUTS]
        module = Classes(model, Spectrogram(info))
        return Graph(module, {"samples": samples}, {"samples": what}, _classes(model, classes))
    inputs = real_inputs(recipe, model, info, run)
    if isinstance(info, ImageInfo) and classes and info.mean:
        normalized = Normalized(*info.statistics)
        [images] = inputs.values()
        pixels = {"pixels": (images * normalized.std + normalized.mean).clamp(0, 1)}
        takes = {"pixels": f"(B, {', '.join(map(str, info.shape))}), float, from 0 to 1"}
        return Graph(Classes(model, normalized), pixels, takes, _classes(model, classes))
    if isinstance(info, OwnTableInfo):
        [features] = inputs.values()
        takes = {"features": f"(B, {features.shape[1]}), as `info` in config.json encodes a row"}
        if not isinstance(model, OwnQuantity):
            module = Classes(model, nn.Identity())
            return Graph(module, {"features": features}, takes, _classes(model, classes))
        gives = {
            "value": f"(B,), {info.target}",
            "low": "(B,), 1 of 20 unseen rows lies below it",
            "high": "(B,), 1 of 20 unseen rows lies above it",
        }
        return Graph(Quantity(model, info), {"features": features}, takes, gives)
    return Graph(model, inputs, {name: _described(t) for name, t in inputs.items()}, {})


def _classes(model: nn.Module, classes: tuple[str, ...]) -> dict[str, str]:
    gives = {"probabilities": f"(B, {len(classes)}), of {', '.join(classes)}"}
    if isinstance(model, OwnClasses):
        gives["known"] = "(B,), false where the input is none of the classes"
    return gives


def _described(tensor: Tensor) -> str:
    sizes = ", ".join(["B", *map(str, tensor.shape[1:])])
    return f"({sizes}), {str(tensor.dtype).removeprefix('torch.')}"


class _Seen(Exception):
    """Thrown when the model is called: what it is called with is all that is wanted."""


@torch.no_grad()
def real_inputs(recipe: Recipe, model: nn.Module, info: Any, run: Run) -> dict[str, Tensor]:
    """What a run's evaluation gives to its model first: at most `MOST_INPUTS` examples, by name.

    Raises:
        UserError: the data are not there, or the evaluation gives the model no tensors.
    """
    task = recipe.of_run(info, run.texts()).build(torch.device("cpu"))
    seen: dict[str, Any] = {}

    def look(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        found = inspect.signature(model.forward).bind(*args, **kwargs).arguments
        seen.update(found)
        raise _Seen

    handle = task.model.register_forward_pre_hook(look, with_kwargs=True)
    try:
        task.model.eval()
        task.evaluate(final=not task.has_validation)
    except _Seen:
        pass
    finally:
        handle.remove()
    tensors = {name: value for name, value in seen.items() if isinstance(value, Tensor)}
    size = len(next(iter(tensors.values()), ()))
    if not size:
        raise UserError(
            f"{run.folder} is a run of {run.config['recipe']}, whose model is not called with "
            f"examples when it is measured: give {spelled('to', 'safetensors')}."
        )
    # What has another first axis (the places of masked words, say) is not part of an example.
    return {name: t[:MOST_INPUTS].contiguous() for name, t in tensors.items() if len(t) == size}
