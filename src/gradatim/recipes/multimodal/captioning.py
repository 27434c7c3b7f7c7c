"""Words about images: a captioner of scenes, and a check of where it looks.

Shapes: B scenes, S height and width of the canvas, M = 4 places of things, P places of attention, T
words.
"""

import io
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data import load
from gradatim.data.info import CaptionInfo
from gradatim.data.multimodal.scenes import (
    END,
    IMAGE_SIZE,
    LANGUAGES,
    START,
    THING,
    SceneBatches,
    Scenes,
    draw_scenes,
    longest,
    scene_vocabulary,
    sentence,
    sentences_of,
    written,
)
from gradatim.data.multimodal.words import NOTHING, Vocabulary
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet, split_off
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.insight.image_sheet import image_sheet
from gradatim.models.multimodal.captioner import STRIDE, Captioner, CaptionerConfig, WrittenCaptions
from gradatim.recipes.base import Recipe
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.optimizers import transformer_groups
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.validation import require_sizes

PART = 500  # scenes captioned at once
N_SAMPLED = 6  # scenes captioned while it trains, to be looked at


class CaptioningTask(Task):
    """Predict the next word of a scene's sentence.

    Args:
        model: images and words so far to scores of the next word.
        batches: of new scenes.
        validation: scenes that are measured during the run: scenes as in training, and scenes with
            a pair that is never trained on.
        test: likewise of test digits, measured once, at its end.
        info: what the model is built from.
        device: where the model computes.
    """

    def __init__(
        self,
        model: Captioner,
        batches: SceneBatches,
        validation: tuple[Scenes, Scenes],
        test: tuple[Scenes, Scenes],
        *,
        info: CaptionInfo,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.validation, self.test = validation, test
        self.vocabulary = Vocabulary(info.words)

    parameter_groups = transformer_groups

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the next word; padding is left out."""
        images, words = batch
        # Every word is predicted after the right ones before it, so that all places learn at once.
        return self.error(self.model(images, words[:, :-1]), words[:, 1:]), {}

    def error(self, logits: Tensor, answers: Tensor) -> Tensor:
        """Cross-entropy of scores (B, T, V) and words (B, T)."""
        return F.cross_entropy(
            logits.flatten(0, 1).float(), answers.flatten(), ignore_index=NOTHING
        )

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure exact captions of scenes with unseen pairs and of others, and pointing."""
        # Of both kinds: pairs that were seen could be recalled, the others have to be composed.
        seen, unseen = self.test if final else self.validation
        words = sentences_of(unseen, self.info.data, self.vocabulary, self.info.length)
        losses = []
        for rows in torch.arange(len(words)).split(PART):
            images = unseen.images[rows].to(self.device).float() / 255
            answers = words[rows].to(self.device)
            losses.append(self.error(self.model(images, answers[:, :-1]), answers[:, 1:]).item())
        model: Any = unwrapped(self.model)
        found = check(model, unseen, self.info, self.device)
        return {
            "loss": sum(losses) / len(losses),
            "exact_match": found.exact,
            "pointing_accuracy": found.pointing,
            "seen_pairs_exact_match": check(model, seen, self.info, self.device).exact,
        }

    def sample(self) -> dict[str, bytes]:
        """Some validation scenes with an unseen pair, and what the model says of them."""
        scenes = self.validation[1]
        rows = slice(min(N_SAMPLED, len(scenes.things)))
        images, languages = scenes.images[rows].float() / 255, scenes.languages[rows]
        model: Any = unwrapped(self.model)
        told = write_captions(model, images, languages, self.info, self.device).words.tolist()
        right = sentences_of(scenes, self.info.data, self.vocabulary, self.info.length)[rows, 1:]
        lines = []
        for i, (said, wanted) in enumerate(zip(told, right.tolist(), strict=True), 1):
            caption, answer = self._sentence(said), self._sentence(wanted)
            told_right = "" if caption == answer else f"\n    right: {answer}"
            lines.append(f"{i}. {caption}{told_right}\n")
        sheet = io.BytesIO()
        image_sheet(images, N_SAMPLED // 2).save(sheet, "PNG")
        return {"png": sheet.getvalue(), "txt": "\n".join(lines).encode()}

    def _sentence(self, numbers: list[int]) -> str:
        """The words up to the end of the sentence."""
        words = ["", "?", *self.info.words]
        said = [words[number] for number in numbers]
        return written(said[: said.index(END)] if END in said else said)


class Checked(NamedTuple):
    """How right captions are, and how much of the attention lies in the right place."""

    exact: float  # fraction of captions that are right word for word
    pointing: float  # of these, the mean weight inside the box of the thing that is named


def write_captions(
    model: Captioner, images: Tensor, languages: Tensor, info: CaptionInfo, device: torch.device
) -> WrittenCaptions:
    """Caption images (B, 1, S, S) with pixels from 0 to 1, in the languages (B,)."""
    numbers = Vocabulary(info.words).numbers
    starts = torch.tensor([numbers[START[language]] for language in LANGUAGES])
    return model.write_captions(
        images.to(device), starts[languages].to(device), numbers[END], info.length - 1
    )


def check(model: Captioner, scenes: Scenes, info: CaptionInfo, device: torch.device) -> Checked:
    """Compare captions word for word, and attention with the boxes of things."""
    vocabulary = Vocabulary(info.words)
    answers = sentences_of(scenes, info.data, vocabulary, info.length)[:, 1:]  # (B, T)
    exact, inside = 0, []
    for rows in torch.arange(len(answers)).split(PART):
        told = write_captions(
            model, scenes.images[rows].float() / 255, scenes.languages[rows], info, device
        )
        words, weights = told.words.cpu(), told.weights.float().cpu()
        for row, said, looked in zip(rows.tolist(), words, weights, strict=True):
            wanted = answers[row][answers[row] != NOTHING]
            if len(said) < len(wanted) or not torch.equal(said[: len(wanted)], wanted):
                continue  # of a wrong caption nobody knows which word should look where
            exact += 1
            language = LANGUAGES[int(scenes.languages[row])]
            _, nouns = sentence(info.data, scenes.things[row].tolist(), language)
            for noun, place in zip(nouns, scenes.order(row), strict=True):
                inside.append(looked[noun] @ box(scenes.corners[row, place]))
    pointing = torch.stack(inside).mean().item() if inside else 0.0
    return Checked(exact / len(answers), pointing)


def box(corner: Tensor) -> Tensor:
    """Which places of attention have their middle inside the box of a thing; float (P,).

    Args:
        corner: row and column of its upper left pixel, (2,).
    """
    middles = STRIDE * torch.arange(IMAGE_SIZE // STRIDE) + STRIDE / 2
    rows, columns = (
        (middles >= corner[axis]) & (middles < corner[axis] + THING) for axis in (0, 1)
    )
    return (rows[:, None] & columns).flatten().float()


def two_kinds(things: ImageSet, n: int, seed: int) -> tuple[Scenes, Scenes]:
    """Draw n scenes as in training, and n with a pair that is never trained on."""
    seen, unseen = (
        draw_scenes(things, n, torch_generator(seed, kind, 8), unseen=kind)
        for kind in (False, True)
    )
    return seen, unseen


@dataclass(frozen=True, kw_only=True)
class SceneCaptioning(Recipe):
    """A captioner, and the things of its scenes."""

    data: Annotated[str, Help("mnist, fashion-mnist or digits: what stands in the scenes")] = (
        "mnist"
    )
    eval_scenes: Annotated[
        int, Help("scenes of each kind that are captioned at the end, at least 1")
    ] = 2000
    model: CaptionerConfig = field(default_factory=CaptionerConfig)

    info_type = CaptionInfo
    use = "caption {run} IMAGE"
    fixed = ("model.in_channels", "model.image_size", "model.n_words")

    def __post_init__(self) -> None:
        require_sizes(self, "eval_scenes")
        if self.data not in ("digits", "mnist", "fashion-mnist"):
            raise UserError(
                f"{given('data', self.data)}, whose things have no names in both languages: give "
                "digits, mnist or fashion-mnist."
            )

    def build(self, device: torch.device) -> CaptioningTask:
        """Load the things, draw the scenes that are measured, and join all with the model."""
        train, test = (load(self.data, split, size=THING) for split in ("train", "test"))
        train, validation = split_off(train, 0.1, seed=0)
        n_validation = max(1, self.eval_scenes // 4)
        info = CaptionInfo(
            data=self.data,
            shape=(1, IMAGE_SIZE, IMAGE_SIZE),
            words=scene_vocabulary(self.data).words,
            length=longest(self.data),
        )
        batches = SceneBatches(
            train,
            self.data,
            batch_size=self.train.batch_size,
            seed=self.train.seed,
            device=device,
        )
        return CaptioningTask(
            self.build_model(info),
            batches,
            two_kinds(validation, n_validation, seed=0),
            two_kinds(test, self.eval_scenes, seed=1),
            info=info,
            device=device,
        )

    def build_model(self, info: CaptionInfo) -> Captioner:
        """Build the captioner for this vocabulary."""
        channels, side, _ = info.shape
        return Captioner(
            replace(self.model, in_channels=channels, image_size=side, n_words=2 + len(info.words))
        )


RECIPES: dict[str, Recipe] = {
    "scene-captioner": SceneCaptioning(
        train=TrainConfig(
            steps=1600,
            batch_size=64,
            evaluate_every=400,
            threads=1,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.2, grad_clip=1.0
            ),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.05),
        ),
    ),
}
