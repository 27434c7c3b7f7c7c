"""A judge of drawings that have names instead of classes: a CLIP, trained on real drawings only.

Shapes: N images, L words, D dimensions compared.
"""

import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from gradatim.data.multimodal.caption_set import CaptionSet
from gradatim.data.multimodal.captioned import Captions
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet
from gradatim.insight.nearest_image import near_copies
from gradatim.recipes.multimodal.drawing import DrawingEvaluation, draw_all
from gradatim.recipes.multimodal.judge import SEED
from gradatim.recipes.multimodal.matching import RECIPES, Matching, encode_texts
from gradatim.recipes.multimodal.matching_files import Matcher, open_matcher
from gradatim.recipes.runs import start
from gradatim.training import RuntimeOptions

FIRST = 5  # the name that was asked for is one of so many


@lru_cache(maxsize=2)
def train_matcher(data: str, steps: int) -> Matcher:
    """Train a judge: the recipe emoji-clip, always from the same seed.

    Args:
        data: emoji, or a folder of images with captions.
        steps: of the training.
    """
    recipe = RECIPES["emoji-clip"]
    assert isinstance(recipe, Matching)
    train = replace(recipe.train, steps=steps, seed=SEED, threads=torch.get_num_threads())
    # See `judge.train_judge`.
    with (
        tempfile.TemporaryDirectory() as folder,
        torch.enable_grad(),
        torch.random.fork_rng(devices=[]),
    ):
        place = Path(folder) / "judge"
        options = RuntimeOptions(device="cpu")
        start(
            "emoji-clip",
            replace(recipe, data=data, train=train),
            place,
            options=options,
            show=False,
        )
        return open_matcher(place)


class NameMeasurement:
    """Whether a judge finds the name that was asked for on what is drawn.

    `top5_accuracy` is the fraction of drawings on which the name asked for is among the first five
    of all names, `unseen_top5_accuracy` the same of names that were not trained on in this style;
    `real_...` are the same of the real drawings; `near_copies`, see `insight.nearest_image`.

    Args:
        evaluation: how.
        captions: of each class, see `data.multimodal.styled`.
        whole: all drawings with their names.
        train: drawings that were trained on.
        test: drawings that were held out.
    """

    def __init__(
        self,
        evaluation: DrawingEvaluation,
        captions: Captions,
        *,
        whole: CaptionSet,
        train: ImageSet,
        test: ImageSet,
    ) -> None:
        self.evaluation, self.captions, self.whole = evaluation, captions, whole
        self.train, self.test = train, test

    def measure(self, model: Any, seed: int) -> dict[str, float]:
        """Let a model draw names, and let the judge look for them."""
        matcher = train_matcher(self.whole.name, self.evaluation.judge_steps)
        found, drawings = {}, {}
        for name, images in (("top5_accuracy", self.train), ("unseen_top5_accuracy", self.test)):
            order = torch.randperm(len(images), generator=torch_generator(seed, 5))
            asked = images.subset(order[: self.evaluation.eval_images])
            drawn = draw_all(
                model, self.prompts(asked.labels), guidance=self.evaluation.guidance, seed=seed
            )
            drawings[name] = drawn
            found[name] = self.found(matcher, drawn, asked.labels)
            found[f"real_{name}"] = self.found(matcher, asked.images.float() / 255, asked.labels)
        held_out = self.test.images.float() / 255
        found["near_copies"] = near_copies(drawings["top5_accuracy"], held_out, self.train.images)
        return found

    def prompts(self, labels: Tensor) -> Tensor:
        """The names of classes (N,), by turns in each language, with the style; (N, L)."""
        texts = []
        for place, label in enumerate(labels.tolist()):
            style, image = divmod(label, len(self.whole))
            name = self.names(place)[image]
            texts.append(f"{self.whole.styles[style]} {name}" if self.has_styles else name)
        return self.captions.vocabulary.encode(texts, self.captions.length)

    @property
    def has_styles(self) -> bool:
        """Whether captions say the style."""
        return len(self.whole.styles) > 1

    def names(self, place: int) -> tuple[str, ...]:
        """All names in the language of a place in the row of prompts."""
        languages = list(self.whole.names.values())
        return languages[place % len(languages)]

    @torch.no_grad()
    def found(self, matcher: Matcher, images: Tensor, labels: Tensor) -> float:
        """The fraction of images (N, C, H, W) whose name is among the first five of all."""
        model, context = matcher.model, matcher.model.config.text.context
        vectors = torch.cat([model.embed_images(part) for part in images.split(250)])  # (N, D)
        n_languages, right = len(self.whole.names), []
        for language in range(n_languages):
            tokens = encode_texts(matcher.tokenizer, self.names(language), context)
            likeness = vectors[language::n_languages] @ model.embed_texts(tokens).T
            own = (labels[language::n_languages] % len(self.whole))[:, None]
            better = (likeness > likeness.gather(1, own)).sum(1)
            right.append(better < FIRST)
        return torch.cat(right).float().mean().item()
