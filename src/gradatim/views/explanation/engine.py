"""Why this name? Four maps of the pixels that made a network say so, and two tests of each map.

The network compares images with words; it ships with the package, and was never trained on these
emoji. The same four maps are drawn for a copy whose weights are shuffled, and pixels are deleted in
the order of a map.

Shapes: N names, M methods, D dimensions compared, S steps of deletion.
"""

import copy
from collections.abc import Callable
from functools import cache, partial
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.data.multimodal.scenes import LANGUAGES
from gradatim.insight.attribution import (
    METHODS,
    grad_cam,
    heat_map,
    integrated_gradients,
    occlusion,
    saliency,
)
from gradatim.insight.saliency_checks import Deletion, deletion, rank_correlation, shuffle_weights
from gradatim.models.multimodal.clip import CLIP
from gradatim.recipes.multimodal.matching import encode_texts
from gradatim.recipes.multimodal.matching_files import open_matcher
from gradatim.recipes.multimodal.shipped_models import EMOJI, MATCHER, emoji_examples
from gradatim.views.core.controls import Choice, Number, Text
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.uploads import read_image

PAPER = 1.0  # what a deleted pixel becomes: white, as around every emoji
N_STEPS = 25  # of the deletion, from nothing to everything
N_NAMES = 5  # that fit the image best
# Every method is asked anew for each image, so each has as few passes as its map needs.
DRAWN: dict[str, Callable[[nn.Module, Tensor, Tensor], Tensor]] = {
    "saliency": saliency,
    "integrated-gradients": partial(
        integrated_gradients, baseline=torch.full((1, 1, 1, 1), PAPER), n_steps=10
    ),
    "grad-cam": grad_cam,
    "occlusion": partial(occlusion, size=8, stride=4, fill=PAPER),
}


class NameScores(nn.Module):
    """Images (B, 3, Y, X), pixels from 0 to 1 -> how well each name fits, (B, N).

    Args:
        model: compares images with words.
        names: unit vectors of the names, (N, D).
    """

    def __init__(self, model: CLIP, names: Tensor) -> None:
        super().__init__()
        self.model, self.names = model, names
        self.scale = model.log_scale.detach().exp().item()

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, Y, X) -> (B, N)."""
        return self.scale * self.model.embed_images(images) @ self.names.T


@cache
def matcher_parts() -> tuple[Callable[[list[str]], Tensor], CLIP]:
    """Open the model that ships: a function from texts to vectors, and the model."""
    found = open_matcher(MATCHER)

    @torch.no_grad()
    def embed(names: list[str]) -> Tensor:
        tokens = encode_texts(found.tokenizer, names, found.model.config.text.context)
        return found.model.embed_texts(tokens)

    return embed, found.model


@cache
def named_vectors(language: str) -> tuple[tuple[str, ...], Tensor]:
    """The emoji's names in a language, each once, and their vectors, (N, D)."""
    names = tuple(dict.fromkeys(emoji_examples().names[language]))
    return names, matcher_parts()[0](list(names))


@cache
def shuffled_model(seed: int) -> CLIP:
    """Copy the model with the numbers of its image encoder shuffled inside each layer."""
    model = copy.deepcopy(matcher_parts()[1])
    generator = torch.Generator().manual_seed(seed)
    for layer in model.image_encoder.modules():
        if any(weight.ndim >= 2 for weight in layer.parameters(recurse=False)):
            shuffle_weights(layer, generator)
    return model


class ExplanationEngine(Engine):
    """Maps of the pixels that speak for a name; the most marked pixels are deleted step by step."""

    name = "explanation"
    controls: ClassVar = {
        "image": Number(15, 0, 119, integer=True),
        "style": Choice("noto", ("noto", "twemoji")),
        "language": Choice("en", LANGUAGES),
        "words": Text("", max_length=60),  # empty: the name that fits best
        "method": Choice("occlusion", tuple(METHODS)),
        "seed": SEED,
    }
    accepts = ".png,.jpg,.jpeg,.webp,.gif,.bmp"
    pace = 3.0
    memory = N_STEPS
    own: np.ndarray | None = None  # the visitor's image, colors from 0 to 1, (32, 32, 3)
    shown_image = (0, "noto")  # the emoji that was chosen last

    @classmethod
    def opening(cls, language: str) -> dict[str, Any]:
        """Open on names in the page's language: the model knows both."""
        return {"language": language}

    def start(self) -> None:
        """Name the image, and draw the maps of the asked name by both networks."""
        v = self.values
        embed, model = matcher_parts()
        if self.own is not None and self.shown_image != (v["image"], v["style"]):
            self.own, self.notice = None, ""  # another emoji was chosen
        self.shown_image = (v["image"], v["style"])
        self.image = self.pixels()  # (1, 3, 32, 32)
        names, vectors = named_vectors(v["language"])
        self.names = list(names)
        asked = " ".join(v["words"].split())
        if asked and asked not in names:
            self.names.append(asked)
            vectors = torch.cat((vectors, embed([asked])))
        self.model = NameScores(model, vectors)
        shuffled = NameScores(shuffled_model(v["seed"]), vectors)
        with torch.no_grad():
            self.fits = self.model(self.image).softmax(1)[0]  # (N,)
        self.target = self.names.index(asked) if asked else int(self.fits.argmax())
        target = torch.tensor([self.target])
        by_name = {name: draw(self.model, self.image, target) for name, draw in DRAWN.items()}
        self.maps = torch.cat([heat_map(by_name[name]) for name in METHODS])  # (M, 32, 32)
        self.shuffled_maps = torch.cat(
            [heat_map(DRAWN[name](shuffled, self.image, target)) for name in METHODS]
        )
        pairs = zip(self.maps, self.shuffled_maps, strict=True)
        self.alike = [round(rank_correlation(a[None], b[None]), 2) for a, b in pairs]
        self.curves: Deletion = deletion(
            self.model,
            self.image,
            target,
            by_name[v["method"]],
            n_steps=N_STEPS,
            fill=PAPER,
            seed=v["seed"],
        )
        self.strength = by_name[v["method"]].abs().sum(1).flatten(1)  # (1, 32 x 32)

    def pixels(self) -> Tensor:
        """The emoji that is chosen, or the visitor's image, (1, 3, 32, 32)."""
        if self.own is not None:
            return torch.from_numpy(self.own).permute(2, 0, 1)[None]
        examples = emoji_examples()
        style = examples.styles.index(self.values["style"])
        return examples.images[style, self.values["image"]][None].float() / 255

    def advance(self) -> None:
        """Delete the next pixels; `frame` looks at the number of steps."""

    def finished(self) -> bool:
        """Say that every pixel is deleted."""
        return self.steps >= N_STEPS

    def load_file(self, name: str, content: bytes) -> None:
        """Explain the visitor's own image."""
        self.own = read_image(content, EMOJI, gray=False)
        self.notice = "Your image is shown; choose another one with the control to remove it."
        self.reset()

    def without(self, order: Tensor) -> Tensor:
        """The image without the pixels that come first in an order, (3, 32, 32)."""
        place = order.argsort(1, descending=True).argsort(1)
        fraction = float(self.curves.fractions[self.steps])
        gone = place < round(fraction * place.shape[1])
        return self.image.masked_fill(gone.view(1, 1, EMOJI, EMOJI), PAPER)[0]

    def frame(self) -> dict[str, Any]:
        """Return the image, its names, the maps, and what the deletion did so far."""
        best = self.fits.topk(N_NAMES)
        generator = torch.Generator().manual_seed(self.values["seed"])  # as in `deletion`
        chance = torch.rand(self.strength.shape, generator=generator)
        examples = emoji_examples()
        called = examples.names[self.values["language"]][self.values["image"]]
        return {
            "image": self.image[0],
            "called": "" if self.own is not None else called,
            "asked": self.names[self.target],
            "probability": float(self.fits[self.target]),
            "best": [
                [self.names[i], round(p, 4)]
                for i, p in zip(best.indices.tolist(), best.values.tolist(), strict=True)
            ],
            "methods": list(METHODS),
            "maps": self.maps,
            "shuffled": self.shuffled_maps,
            "alike": self.alike,
            "fractions": self.curves.fractions,
            "marked": self.curves.marked,
            "random": self.curves.random,
            "without_marked": self.without(self.strength),
            "without_random": self.without(chance),
        }

    def sources(self) -> list[Any]:
        """Name the method that is chosen, the shuffling and the deletion."""
        return [METHODS[self.values["method"]], shuffle_weights, deletion, NameScores]
