"""Recipes that draw images from words: captioned images, joined with a model and its judge."""

import io
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, NamedTuple

import torch
from torch import nn

from gradatim.data.info import CaptionInfo
from gradatim.data.multimodal.captioned import (
    CaptionedBatches,
    Captions,
    captions_of,
    load_captioned,
)
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.insight.image_sheet import image_sheet
from gradatim.recipes.base import Recipe
from gradatim.recipes.multimodal.drawing import DrawingEvaluation, DrawingScore, draw_all
from gradatim.spelling import given
from gradatim.training import Task
from gradatim.training.optimizers import transformer_groups
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.validation import require_fraction

N_SAMPLED = 10  # captions that are drawn while it trains


class DrawingTask(Task):
    """A model that draws, its captioned images, and the judge of what it draws.

    Args:
        model: with `draw`.
        batches: of training images with captions.
        validation: images that are measured during the run.
        test: images that are measured once, at its end.
        measurement: the judge of what is drawn at the end.
        info: what the model is built from.
        device: where the model computes.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: CaptionedBatches,
        validation: ImageSet,
        test: ImageSet,
        *,
        measurement: Any,
        info: CaptionInfo,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.validation, self.test, self.measurement = validation, test, measurement

    parameter_groups = transformer_groups

    def sample(self) -> dict[str, bytes]:
        """Drawings for some captions, of classes spread over all."""
        captions = self.measurement.captions
        chosen = torch.linspace(0, len(captions.texts) - 1, N_SAMPLED).long().tolist()
        texts = [captions.texts[label][0] for label in chosen]
        numbers = captions.vocabulary.encode(texts, captions.length)
        guidance = self.measurement.evaluation.guidance
        images = draw_all(unwrapped(self.model), numbers, guidance=guidance, seed=0)
        sheet = io.BytesIO()
        image_sheet(images, N_SAMPLED // 2).save(sheet, "PNG")
        return {"png": sheet.getvalue(), "txt": ", ".join(texts).encode()}


class Parts(NamedTuple):
    """Images with captions, loaded and divided."""

    train: ImageSet
    validation: ImageSet
    test: ImageSet
    captions: Captions  # of each class
    own: dict[str, dict[str, int | str]]  # one's own data, see `Task.data`


@dataclass(frozen=True, kw_only=True)
class CaptionedImages:
    """Which images, and what the captions are about."""

    data: Annotated[str, Help("digits, mnist or fashion-mnist")] = "mnist"
    two_things: Annotated[
        bool, Help("two things on an image, beside or above each other; 10 of 100 pairs unseen")
    ] = False
    caption_dropout: Annotated[
        float,
        Help("fraction of the captions left out in training, which guidance needs, 0 to below 1"),
    ] = 0.1

    def __post_init__(self) -> None:
        require_fraction(self, "caption_dropout")
        if self.data not in ("digits", "mnist", "fashion-mnist"):
            raise UserError(
                f"{given('data', self.data)}, which has no captions: give digits, mnist or "
                "fashion-mnist."
            )


@dataclass(frozen=True, kw_only=True)
class TextToImage(Recipe):
    """Images with their captions, and how what is drawn for a caption is measured.

    Attributes:
        model: the config of the network that draws.
        task: what it learns.
    """

    data: CaptionedImages = field(default_factory=CaptionedImages)
    model: Any
    evaluation: DrawingEvaluation = field(default_factory=DrawingEvaluation)

    info_type = CaptionInfo
    use = "draw {run} WORDS"
    task: ClassVar[type[DrawingTask]] = DrawingTask

    def parts(self) -> Parts:
        """Load the images and their captions."""
        images = load_captioned(self.data.data, self.data.two_things)
        return Parts(*images, captions_of(self.data.data, self.data.two_things), {})

    def measurement(self, parts: Parts) -> Any:
        """How what is drawn is measured at the end."""
        return DrawingScore(
            self.evaluation,
            parts.captions,
            pairs=self.data.two_things,
            train=parts.train,
            test=parts.test,
        )

    def build(self, device: torch.device) -> DrawingTask:
        """Load the images and join them with the model."""
        parts = self.parts()
        channels, height, width = parts.train.images.shape[1:]
        info = CaptionInfo(
            data=self.data.data,
            shape=(channels, height, width),
            words=parts.captions.vocabulary.words,
            length=parts.captions.length,
        )
        batches = CaptionedBatches(
            parts.train,
            parts.captions,
            batch_size=self.train.batch_size,
            drop=self.data.caption_dropout,
            seed=self.train.seed,
            device=device,
        )
        task = self.task(
            self.build_model(info),
            batches,
            parts.validation,
            parts.test,
            measurement=self.measurement(parts),
            info=info,
            device=device,
        )
        task.data = parts.own
        return task
