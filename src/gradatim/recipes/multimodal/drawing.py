"""What recipes that draw have in common: what is asked for, how it is measured, how a run draws.

Shapes: N images, C channels, H and W height and width, L words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
from rich.progress import Progress
from torch import Tensor

from gradatim.data.info import CaptionInfo
from gradatim.data.multimodal.captioned import Captions
from gradatim.data.multimodal.pairs import SEEN_LABELS, UNSEEN_LABELS, crops
from gradatim.data.multimodal.words import Vocabulary, split_words
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError, excerpt
from gradatim.help import Help
from gradatim.insight.metrics.frechet import frechet_distance
from gradatim.insight.nearest_image import near_copies
from gradatim.recipes.multimodal.judge import Judge, train_judge
from gradatim.recipes.multimodal.shipped_models import DRAWER, open_shipped
from gradatim.recipes.registry import names_in
from gradatim.recipes.runs import open_run
from gradatim.recipes.shipped import refuse_shipped
from gradatim.spelling import given
from gradatim.validation import check_seed, require_not_negative, require_sizes

PART = 250  # images drawn at once
MOST_DRAWN = 400  # images on a sheet
MOST_GUIDANCE = 20  # beyond it little but noise is drawn
MOST_NAMED, MOST_LETTERS = 8, 40  # unknown words that a note names, and letters of each


@dataclass(frozen=True, kw_only=True)
class DrawingEvaluation:
    """How drawn images are measured, at the end of a run."""

    eval_images: Annotated[
        int, Help("images drawn at the end of the run and classified by the judge, at least 2")
    ] = 1000
    judge_steps: Annotated[
        int, Help("training steps of the judge, a ConvNet that sees real images only, at least 1")
    ] = 450
    guidance: Annotated[
        float,
        Help("weight of the caption, at least 0; 1: as learned, 0: none, above 1: more literal"),
    ] = 2.0

    def __post_init__(self) -> None:
        require_sizes(self, "judge_steps")
        require_not_negative(self, "guidance")
        if self.eval_images < 2:
            raise UserError(f"{given('eval_images', self.eval_images)}: give at least 2.")


@torch.no_grad()
def draw_all(
    model: Any,
    captions: Tensor,
    *,
    guidance: float,
    seed: int,
    after_step: Callable[[], None] | None = None,
) -> Tensor:
    """Draw images for captions (N, L), some at a time; (N, C, H, W), pixels from 0 to 1.

    Args:
        model: a DALLE, or another model with `draw`.
        captions: int64 (N, L).
        guidance: weight of the captions.
        seed: of the draws; the same seed gives the same images.
        after_step: called after each step of each part.
    """
    device = next(model.parameters()).device
    parts = []
    for index, part in enumerate(captions.split(PART)):
        generator = torch_generator(seed, index, 11)
        images = model.draw(
            part.to(device), guidance=guidance, generator=generator, after_step=after_step
        )
        parts.append(images.float().cpu())
    return torch.cat(parts)


class DrawingScore:
    """The judge's measurement of drawn images.

    It gives `prompt_accuracy`, the fraction of drawn images on which the judge reads what was asked
    for; `unseen_pair_accuracy`, the same of pairs that were never trained on; `real_accuracy`, how
    often it is right on real test images; `frechet` and `frechet_of_real`, the Frechet distances of
    drawn images and of real training images from real test images; `near_copies`, see
    `insight.nearest_image`.

    Args:
        evaluation: how.
        captions: of each class.
        pairs: whether there are two things on an image.
        test: real images, for comparison.
        train: likewise, for the distance of real from real.
    """

    def __init__(
        self,
        evaluation: DrawingEvaluation,
        captions: Captions,
        *,
        pairs: bool,
        train: ImageSet,
        test: ImageSet,
    ) -> None:
        self.evaluation, self.captions, self.pairs = evaluation, captions, pairs
        self.train, self.test = train, test

    def judge(self) -> Judge:
        """A judge of single things."""
        size = self.test.images.shape[2] // 2 if self.pairs else None
        return train_judge(self.test.name, size, self.evaluation.judge_steps)

    def asked_for(self, seed: int, unseen: bool = False) -> tuple[Tensor, Tensor]:
        """Draw what is asked for: classes (N,), all equally often, and captions (N, L)."""
        generator = torch_generator(seed, 5)
        known = list(range(len(self.captions.texts)))
        if self.pairs:
            known = list(UNSEEN_LABELS if unseen else SEEN_LABELS)
        n = self.evaluation.eval_images
        labels = torch.tensor(known)[torch.arange(n) % len(known)]
        return labels, self.captions.draw(labels, generator)[1]

    def read(self, judge: Judge, images: Tensor, labels: Tensor) -> Tensor:
        """Whether the judge reads on each image what it should show, bool (N,)."""
        if not self.pairs:
            return judge.read(images) == labels
        cuts, classes = crops(images, labels)  # (N, 2, C, H, W), (N, 2)
        return (judge.read(cuts.flatten(0, 1)).view(-1, 2) == classes).all(1)

    def read_real(self, judge: Judge) -> float:
        """The fraction of real test images that the judge reads right."""
        images = self.test.images.float() / 255
        return self.read(judge, images, self.test.labels).float().mean().item()

    def distances(self, judge: Judge, images: Tensor, labels: Tensor) -> dict[str, float]:
        """Frechet distances from real test images: of the drawn ones, and of real training ones."""

        def features(pixels: Tensor, classes: Tensor) -> Tensor:
            cuts = crops(pixels, classes)[0].flatten(0, 1) if self.pairs else pixels
            return judge.features(cuts)

        def some(real: ImageSet, seed: int) -> Tensor:
            # As many, of the same classes as the drawn ones: else classes would be compared, too.
            order = torch.randperm(len(real), generator=torch_generator(seed, 12))
            rows = [order[real.labels[order] == label] for label in labels.unique()]
            counts = [int((labels == label).sum()) for label in labels.unique()]
            chosen = torch.cat([row[:n] for row, n in zip(rows, counts, strict=True)])
            return features(real.images[chosen].float() / 255, real.labels[chosen])

        real = some(self.test, 0)
        return {
            "frechet": frechet_distance(features(images, labels), real),
            "frechet_of_real": frechet_distance(some(self.train, 1), real),
        }

    def measure(self, model: Any, seed: int) -> dict[str, float]:
        """Let a model draw, and let the judge read it."""
        judge = self.judge()
        found = {"real_accuracy": self.read_real(judge)}
        for unseen in (False, True) if self.pairs else (False,):
            labels, captions = self.asked_for(seed, unseen)
            images = draw_all(model, captions, guidance=self.evaluation.guidance, seed=seed)
            name = "unseen_pair_accuracy" if unseen else "prompt_accuracy"
            found[name] = self.read(judge, images, labels).float().mean().item()
            if unseen:
                continue
            found |= self.distances(judge, images, labels)
            real = self.test.images[: len(images)].float() / 255
            found["near_copies"] = near_copies(images, real, self.train.images)
        return found


def draw_prompt(
    folder: Path | str,
    prompt: str,
    n: int,
    *,
    guidance: float,
    seed: int,
    show: bool = True,
) -> tuple[Tensor, str]:
    """Draw n images for a prompt.

    Args:
        folder: of a run that draws.
        prompt: in English or French; it may be empty.
        n: images.
        guidance: weight of the prompt, see `DrawingEvaluation`.
        seed: of the draws.
        show: draw a progress bar.

    Returns:
        The images (n, C, H, W), pixels from 0 to 1, and a note on words the model does not know.

    Raises:
        UserError: a run that does not draw, a number out of range, a prompt that is too long.
    """
    if not 1 <= n <= MOST_DRAWN:
        raise UserError(f"{given('n', n)}: give 1 to {MOST_DRAWN} images.")
    check_seed(seed)
    if not 0 <= guidance <= MOST_GUIDANCE:
        raise UserError(f"{given('guidance', guidance)}: give a number from 0 to {MOST_GUIDANCE}.")
    model, info = open_drawer(folder)
    tokens, note = read_prompt(prompt, info)
    bar = Progress(*Progress.get_default_columns(), transient=True, disable=not show)
    with bar:
        drawing = bar.add_task("drawing", total=model.n_steps * -(-n // PART))
        images = draw_all(
            model,
            tokens.expand(n, -1),
            guidance=guidance,
            seed=seed,
            after_step=lambda: bar.advance(drawing),
        )
    return images, note


def drawers() -> list[str]:
    """The recipes whose networks draw from words."""
    return names_in("multimodal.dalle", "multimodal.flow", "multimodal.caption_flow")


def open_drawer(folder: Path | str) -> tuple[Any, CaptionInfo]:
    """Open a run that draws, or `mnist-flow`, which ships: its model, and the words it knows.

    Raises:
        UserError: not a run folder, no weights yet, or a run of something else.
    """
    if str(folder) == DRAWER:
        shipped = open_shipped(DRAWER)
        return shipped.model, shipped.info
    refuse_shipped(folder, "draw")
    _, model, info, run = open_run(folder)
    if not isinstance(info, CaptionInfo) or not hasattr(model, "draw"):
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}, which does not draw: give a run of "
            f"{', '.join(drawers())}, or the name {DRAWER} for the model that ships."
        )
    return model, info


def read_prompt(prompt: str, info: CaptionInfo) -> tuple[Tensor, str]:
    """Turn a prompt into numbers (1, L), and say what the model does not know of it.

    Returns:
        The numbers, and a note; empty if every word is known.

    Raises:
        UserError: more words than the model reads.
    """
    vocabulary = Vocabulary(info.words)
    unknown = vocabulary.unknown(prompt)
    known = [word for word in split_words(prompt) if word not in unknown]
    if len(known) > info.length:
        raise UserError(
            f"{excerpt(prompt)} has {len(known)} words that this model knows, and it reads at most "
            f"{info.length}: give fewer."
        )
    # Without the unknown words: the vector that stands for them was never trained.
    tokens = vocabulary.encode([" ".join(known)], info.length)
    words = ", ".join(word[:MOST_LETTERS] for word in unknown[:MOST_NAMED])
    if len(unknown) > MOST_NAMED:
        words += f" and {len(unknown) - MOST_NAMED:,} more words"
    if known:
        note = f"The model never saw {words}, and draws from the other words." if unknown else ""
        return tokens, note
    if unknown:
        return tokens, f"The model never saw {words}, and draws whatever it likes."
    return tokens, "The prompt has no words, so the model draws whatever it likes."
