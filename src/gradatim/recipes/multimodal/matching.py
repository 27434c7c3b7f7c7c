"""Images and words that belong together: a small CLIP on emoji, or on your own captioned images.

It is measured on names that no training ever saw: of all unseen names, is the right one among the
first five? And on drawings of another hand: trained on one style, asked in the other.

Shapes: S styles, N images, B images of a batch, A captions of an image, T tokens, D dimensions.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Self

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.info import MatchInfo
from gradatim.data.language.tokenizers import from_text, train_word_pieces
from gradatim.data.multimodal.caption_folder import load_caption_folder
from gradatim.data.multimodal.caption_set import CaptionSet, divide
from gradatim.data.multimodal.emoji import load_emoji
from gradatim.data.sampler import ShuffledIndices, torch_generator, whole_batch
from gradatim.data.vision.augment import AugmentationDraws, color_jitter, rotate
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.multimodal.clip import CLIP, PAD, CLIPConfig, matching_loss, sized
from gradatim.recipes.base import Recipe
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.optimizers import transformer_groups
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.validation import require_not_negative, require_sizes

FIRST = (1, 5, 10)  # the right one is among so many


@dataclass(frozen=True, kw_only=True)
class MatchingAugmentation:
    """How training images are changed: there are few, and each is small."""

    shift: Annotated[int, Help("largest shift in each direction, in pixels, at least 0")] = 3
    rotation: Annotated[float, Help("largest rotation, in degrees, at least 0")] = 12.0
    color_jitter: Annotated[
        float, Help("largest change of brightness, contrast and saturation, 0 to 1")
    ] = 0.3

    def __post_init__(self) -> None:
        require_not_negative(self, "shift", "rotation", "color_jitter")
        if self.color_jitter > 1:
            raise UserError(
                f"{given('color_jitter', self.color_jitter)}: give a number from 0 to 1."
            )


class ImageCaptionBatches:
    """Endless batches of images with one of their captions, each image in a style drawn anew.

    Args:
        images: of the training set.
        tokens: of all captions, (N, A, T), and their number for each image, (N,).
        batch_size: B; all images where there are fewer.
        augment: how images are changed.
        seed: of all draws.
        device: where the batches are needed.
    """

    def __init__(
        self,
        images: Tensor,
        tokens: tuple[Tensor, Tensor],
        *,
        batch_size: int,
        augment: MatchingAugmentation,
        seed: int,
        device: torch.device,
    ) -> None:
        self.images, (self.tokens, self.counts) = images, tokens
        self.batch_size, self.augment = whole_batch(batch_size, images.shape[1]), augment
        self.seed, self.device = seed, device
        self.order = ShuffledIndices(images.shape[1], self.batch_size, seed)
        self.steps_per_epoch = self.order.steps_per_epoch

    def __iter__(self) -> "ImageCaptionBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        """Images, pixels from 0 to 1, (B, C, H, W), and tokens (B, T)."""
        index, how = next(self.order), self.augment
        generator = torch_generator(self.seed, self.order.epoch, self.order.position, 4)
        draw = AugmentationDraws(len(index), generator, torch.device("cpu"))
        images = self.images[draw.whole(len(self.images)), index].float() / 255
        # One of the captions that this image has; the rows behind them are padding.
        which = (torch.rand(len(index), generator=generator) * self.counts[index]).long()
        if how.rotation:
            images = rotate(images, draw.between(-how.rotation, how.rotation))
        if how.shift:
            images = shifted(images, draw.whole(2 * how.shift + 1), draw.whole(2 * how.shift + 1))
        if how.color_jitter:
            low, high = 1 - how.color_jitter, 1 + how.color_jitter
            images = color_jitter(images, *(draw.between(low, high) for _ in range(3)))
        return images.to(self.device), self.tokens[index, which].to(self.device)

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)


def shifted(images: Tensor, down: Tensor, right: Tensor) -> Tensor:
    """Shift each image (B, C, H, W) around its edges by so many pixels (B,) less the largest."""
    height, width = images.shape[2:]
    rows = (torch.arange(height) - down[:, None] + int(down.max()) // 2) % height  # (B, H)
    columns = (torch.arange(width) - right[:, None] + int(right.max()) // 2) % width
    batch = torch.arange(len(images))[:, None, None]
    moved = images.permute(0, 2, 3, 1)[batch, rows[:, :, None], columns[:, None, :]]
    return moved.permute(0, 3, 1, 2)


def encode_texts(tokenizer: Tokenizer, texts: Sequence[str], length: int) -> Tensor:
    """Tokens of texts, cut after `length` of them and filled up with 0; int64 (N, T)."""
    rows = torch.full((len(texts), length), PAD)
    for row, encoding in zip(rows, tokenizer.encode_batch(list(texts)), strict=True):
        ids = torch.tensor(encoding.ids[:length], dtype=torch.int64)
        row[: len(ids)] = ids
    return rows


def caption_table(
    tokenizer: Tokenizer, captions: Sequence[Sequence[str]], length: int
) -> tuple[Tensor, Tensor]:
    """Tokens of all captions of each image (N, A, T), and how many each has (N,)."""
    counts = torch.tensor([len(several) for several in captions])
    table = torch.full((len(captions), int(counts.max()), length), PAD)
    for row, several in zip(table, captions, strict=True):
        row[: len(several)] = encode_texts(tokenizer, several, length)
    return table, counts


def ranks(queries: Tensor, gallery: Tensor) -> Tensor:
    """How many of a gallery (N, D) are more like each query (N, D) than its own partner, (N,)."""
    likeness = queries @ gallery.T  # (N, N)
    return (likeness > likeness.diagonal()[:, None]).sum(1)


class MatchingTask(Task):
    """Let images and captions find each other.

    Args:
        model: a CLIP.
        batches: of pairs.
        parts: the training, validation and test set.
        other: the training images in a style that is not trained on, if there is one.
        tokenizer: of the captions.
        info: what the model is built from.
        device: where the model computes.
    """

    batches: ImageCaptionBatches

    def __init__(
        self,
        model: CLIP,
        batches: ImageCaptionBatches,
        parts: tuple[CaptionSet, CaptionSet, CaptionSet],
        *,
        other: CaptionSet | None,
        tokenizer: Tokenizer,
        info: MatchInfo,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.train_set, self.validation, self.test = parts
        self.other, self.tokenizer = other, tokenizer
        names = {
            language: list(dict.fromkeys(name for part in parts for name in part.names[language]))
            for language in parts[0].names
        }
        self.files = {
            "tokenizer.json": tokenizer.to_str(pretty=True),
            "names.json": json.dumps(names, ensure_ascii=False) + "\n",
        }
        self.data = {f"{part.name} {i}": part.fingerprint() for i, part in enumerate(parts)}
        chance = math.log(batches.batch_size)
        self.note = f"A loss of {chance:.2f}, ln {batches.batch_size}, is that of guessing."

    parameter_groups = transformer_groups

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of finding each other in the batch."""
        # The others of a batch are the wrong answers: the larger it is, the harder the question.
        images, texts, scale = self.model(*batch)
        return matching_loss(images, texts, scale), {"scale": scale.detach()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Retrieval of unseen names, and at the end of images in the other style."""
        measured = self.retrieval(self.test if final else self.validation, loss=True)
        if final and self.other:
            found = self.retrieval(self.other)
            measured |= {f"other_style_{name}": value for name, value in found.items()}
        return measured

    def retrieval(self, asked: CaptionSet, loss: bool = False) -> dict[str, float]:
        """The fractions found among the first 1, 5 and 10, mean of both directions.

        Args:
            asked: images and names; all of them are the gallery.
            loss: also give the loss.
        """
        model: Any = unwrapped(self.model)
        texts = [
            model.embed_texts(self.tokens(names).to(self.device)) for names in asked.names.values()
        ]
        found, losses = [], []
        for style in asked.images:
            images = torch.cat(
                [
                    model.embed_images(part.to(self.device).float() / 255)
                    for part in style.split(500)
                ]
            )
            for names in texts:
                found += [ranks(images, names), ranks(names, images)]
                losses.append(matching_loss(images, names, model.log_scale.exp()).item())
        ranked = torch.cat(found)
        measured = {"loss": sum(losses) / len(losses)} if loss else {}
        for k in FIRST:
            measured[f"top{k}_accuracy"] = (ranked < k).float().mean().item()
        return measured

    def tokens(self, texts: Sequence[str]) -> Tensor:
        """Tokens of texts, (N, T)."""
        return encode_texts(self.tokenizer, texts, self.batches.tokens.shape[2])


@dataclass(frozen=True, kw_only=True)
class Matching(Recipe):
    """A CLIP, and the images with their captions."""

    data: Annotated[
        str,
        Help("emoji, or your images with captions: a folder of NAME.png and NAME.txt, or a CSV"),
    ] = "emoji"
    style: Annotated[
        str, Help("drawing style of the training images: noto, twemoji; all: both")
    ] = "all"
    vocabulary: Annotated[int, Help("word pieces of all captions together, at least 1")] = 1500
    model: CLIPConfig = field(default_factory=CLIPConfig)
    augment: MatchingAugmentation = field(default_factory=MatchingAugmentation)
    learned_tokenizer: str = field(default="", metadata={"option": False})

    info_type = MatchInfo
    use = "match {run} IMAGE"
    fixed = ("model.in_channels", "model.image_size", "model.text.vocabulary_size")

    def __post_init__(self) -> None:
        require_sizes(self, "vocabulary")

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the tokens of a run again: its weights know no others."""
        return replace(self, learned_tokenizer=files.get("tokenizer.json", ""))

    def load(self) -> tuple[CaptionSet, CaptionSet | None]:
        """The images in the style to train on, and in another one."""
        folder = Path(self.data.removeprefix("folder:")).expanduser()
        whole = load_emoji() if self.data == "emoji" else load_caption_folder(folder)
        if self.style == "all":
            return whole, None
        if self.style not in whole.styles:
            styles = ", ".join(whole.styles)
            has = (
                f"the styles {styles}: give one, or" if len(whole.styles) > 1 else "one style: give"
            )
            raise UserError(f"{given('style', self.style)}: {self.data} has {has} all.")
        other = next((style for style in whole.styles if style != self.style), None)
        return whole.in_style(self.style), whole.in_style(other) if other else None

    def build(self, device: torch.device) -> MatchingTask:
        """Load images and captions, learn the word pieces and join all with the model."""
        whole, other = self.load()
        parts = train, _, _ = divide(whole)
        if self.learned_tokenizer:
            tokenizer = from_text(self.learned_tokenizer)
        else:
            texts = [text for several in train.captions for text in several]
            tokenizer = train_word_pieces(texts, self.vocabulary)
        channels, height, width = train.images.shape[2:]
        info = MatchInfo(
            data=self.data,
            shape=(channels, height, width),
            vocabulary_size=tokenizer.get_vocab_size(),
        )
        batches = ImageCaptionBatches(
            train.images,
            caption_table(tokenizer, train.captions, self.model.text.context),
            batch_size=self.train.batch_size,
            augment=self.augment,
            seed=self.train.seed,
            device=device,
        )
        return MatchingTask(
            self.build_model(info),
            batches,
            parts,
            other=divide(other)[0] if other else None,
            tokenizer=tokenizer,
            info=info,
            device=device,
        )

    def build_model(self, info: MatchInfo) -> CLIP:
        """Build both encoders for images and texts of these sizes."""
        return CLIP(sized(self.model, info.shape, info.vocabulary_size))


RECIPES: dict[str, Recipe] = {
    "emoji-clip": Matching(
        train=TrainConfig(
            steps=260,
            batch_size=256,
            evaluate_every=50,
            threads=1,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.15, weight_decay=0.01
            ),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.1),
        ),
    ),
}
