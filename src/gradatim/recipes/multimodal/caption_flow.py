"""`emoji-flow`: drawings from words by flow matching, of emoji or of a folder of your own."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from gradatim.data.multimodal.caption_folder import load_caption_folder
from gradatim.data.multimodal.caption_set import CaptionSet
from gradatim.data.multimodal.emoji import load_emoji
from gradatim.data.multimodal.styled import style_captions, style_parts
from gradatim.help import Help
from gradatim.models.multimodal.dit import DiTConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.multimodal.drawing import DrawingEvaluation
from gradatim.recipes.multimodal.flow import TextToImageFlow
from gradatim.recipes.multimodal.matching_judge import NameMeasurement
from gradatim.recipes.multimodal.text_to_image import Parts
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.validation import require_fraction


@dataclass(frozen=True, kw_only=True)
class CaptionedDrawings:
    """Which drawings with captions of their own."""

    data: Annotated[
        str,
        Help("emoji, or your images with captions: a folder of NAME.png and NAME.txt, or a CSV"),
    ] = "emoji"
    caption_dropout: Annotated[
        float,
        Help("fraction of the captions left out in training, which guidance needs, 0 to below 1"),
    ] = 0.1

    def __post_init__(self) -> None:
        require_fraction(self, "caption_dropout")

    def load(self) -> CaptionSet:
        """The emoji, or the images of the folder."""
        if self.data == "emoji":
            return load_emoji()
        return load_caption_folder(Path(self.data.removeprefix("folder:")).expanduser())


@dataclass(frozen=True, kw_only=True)
class CaptionFlow(TextToImageFlow):
    """A diffusion Transformer, and drawings with captions of their own."""

    data: CaptionedDrawings = field(default_factory=CaptionedDrawings)  # type: ignore[assignment]

    def parts(self) -> Parts:
        """The drawings as classes: each name in each style."""
        whole = self.data.load()
        own = {} if self.data.data == "emoji" else {whole.name: whole.fingerprint()}
        return Parts(*style_parts(whole), style_captions(whole), own)

    def measurement(self, parts: Parts) -> NameMeasurement:
        """A judge of names."""
        return NameMeasurement(
            self.evaluation,
            parts.captions,
            whole=self.data.load(),
            train=parts.train,
            test=parts.test,
        )


RECIPES: dict[str, Recipe] = {
    "emoji-flow": CaptionFlow(
        model=DiTConfig(
            patch_size=4,
            width=128,
            n_layers=4,
            place_width=64,
            predicts="image",
        ),
        noise_shift=1.0,
        evaluation=DrawingEvaluation(eval_images=400, judge_steps=260, guidance=2.0),
        train=TrainConfig(
            steps=4500,
            batch_size=64,
            evaluate_every=900,
            threads=1,
            ema_decay=0.995,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.3, grad_clip=1.0
            ),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.05),
        ),
    ),
}
