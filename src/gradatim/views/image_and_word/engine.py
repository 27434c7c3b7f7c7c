"""Images and words that belong together: emoji in the order of your words, or a captioner that
says word by word what stands in a scene, and shows where it looks.

Emoji and scenes were never trained on. The models are those that ship, or the newest runs.

Shapes: S emoji on the sheet, D dimensions compared, T words, P places of attention.
"""

from functools import cache
from typing import Any, ClassVar, NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from gradatim.data import load
from gradatim.data.multimodal.captions import Language
from gradatim.data.multimodal.scenes import (
    IMAGE_SIZE,
    LANGUAGES,
    THING,
    Scenes,
    draw_scenes,
    sentence,
)
from gradatim.data.sampler import torch_generator
from gradatim.errors import UserError
from gradatim.models.multimodal.captioner import Captioner
from gradatim.models.multimodal.clip import CLIP
from gradatim.recipes.multimodal.caption_files import Caption, caption_image, open_captioner
from gradatim.recipes.multimodal.captioning import box
from gradatim.recipes.multimodal.matching import encode_texts
from gradatim.recipes.multimodal.matching_files import Matcher, open_matcher
from gradatim.recipes.multimodal.shipped_models import (
    CAPTIONER,
    EMOJI,
    MATCHER,
    digit_examples,
    emoji_examples,
    tiled,
)
from gradatim.recipes.registry import names_in
from gradatim.views.core.controls import Choice, Number, Text
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.newest_run import newest_run
from gradatim.views.core.text.text_model import RUNS
from gradatim.views.core.uploads import read_image

N_EMOJI = 60  # on the sheet
SMALL = 24  # pixels of an emoji as it travels to the page, where 60 must fit into 44 kB
N_NAMES = 6  # that fit an image best
MOST_WORDS = 16  # that are read, one by one


class EmojiSheet(NamedTuple):
    """Emoji as they are compared and as they are shown."""

    rows: Tensor  # which of the examples, (S,)
    images: Tensor  # pixels from 0 to 1, (S, 3, 32, 32)
    tiles: np.ndarray  # number of a color for each pixel, uint8 (S, 24 x 24)
    palette: np.ndarray  # uint8 (256 x 3,)


@cache
def sheet_of(style: str, seed: int) -> EmojiSheet:
    """Draw emoji of a style, and give all their pixels one of 256 colors."""
    examples = emoji_examples()
    whole = examples.images[examples.styles.index(style)]
    rows = torch.randperm(len(whole), generator=torch_generator(seed, 15))[:N_EMOJI]
    image = tiled(whole[rows], 1).resize((SMALL, SMALL * len(rows)), Image.Resampling.LANCZOS)
    drawn = image.quantize(256, dither=Image.Dither.NONE)
    colors = np.zeros(3 * 256, np.uint8)
    used = drawn.getpalette() or []
    colors[: len(used)] = used
    tiles = np.asarray(drawn).reshape(len(rows), -1)
    return EmojiSheet(rows, whole[rows].float() / 255, tiles, colors)


@cache
def scene_of(data: str, seed: int) -> Scenes:
    """Draw a scene of test images, with a pair that is never trained on."""
    things = digit_examples() if data == "mnist" else load(data, "test", size=THING)
    return draw_scenes(things, 1, torch_generator(seed, 8), unseen=True)


class ImageAndWordEngine(Engine):
    """Words sort emoji; an image is put into words."""

    name = "image_and_word"
    controls: ClassVar = {
        "task": Choice("match", ("match", "caption")),
        "model": Choice("trained", ("trained", "run")),
        "words": Text("a yellow face", max_length=80),
        "style": Choice("noto", ("noto", "twemoji")),
        "language": Choice("en", LANGUAGES),
        "word": Number(0, 0, 40, integer=True, hidden=True),  # how many are read or said; 0: all
        "chosen": Number(-1, -1, N_EMOJI - 1, integer=True, hidden=True),  # -1: the likeliest
        "seed": SEED,
    }
    when: ClassVar = {
        "words": ("task", ("match",)),
        "style": ("task", ("match",)),
        "language": ("task", ("caption",)),
    }
    live = ("words", "style", "language", "word", "chosen")
    accepts = ".png,.jpg,.jpeg,.webp,.gif,.bmp"
    pace = 1.2
    memory = 60
    own: np.ndarray | None = None  # the visitor's image, colors from 0 to 1, (32, 32, 3)

    @classmethod
    def opening(cls, language: str) -> dict[str, Any]:
        """Open on words and captions in the page's language: the models know both."""
        return {"words": "un visage jaune", "language": "fr"} if language == "fr" else {}

    def start(self) -> None:
        """Open the model, and let it read or say everything once."""
        v = self.values
        v["word"] = 0
        self.folder = ""
        if v["task"] == "match":
            self._open_matcher()
            self._read()
        else:
            self._open_captioner()
            self._say()

    def _open_matcher(self) -> None:
        self.matcher: Matcher
        if self.values["model"] == "trained":
            self.matcher = open_matcher(MATCHER)
        else:
            recipes = names_in("multimodal.matching")
            self.matcher, self.folder = newest_run(RUNS, recipes, open_matcher, _missing(MATCHER))
        texts = [name for several in emoji_examples().names.values() for name in several]
        self.names = list(dict.fromkeys(texts))
        self.name_vectors = self._embed(self.names)

    @torch.no_grad()
    def _embed(self, texts: list[str]) -> Tensor:
        model, context = self.matcher.model, self.matcher.model.config.text.context
        return model.embed_texts(encode_texts(self.matcher.tokenizer, texts, context))  # (N, D)

    def _open_captioner(self) -> None:
        self.captioner: Captioner
        if self.values["model"] == "trained":
            self.captioner, self.info = open_captioner(CAPTIONER)
            return
        recipes = names_in("multimodal.captioning")
        found, self.folder = newest_run(RUNS, recipes, open_captioner, _missing(CAPTIONER))
        self.captioner, self.info = found

    @torch.no_grad()
    def _read(self) -> None:
        """Compare the emoji with the words, each time one word more."""
        v = self.values
        words = v["words"].split()
        if not words:
            raise UserError("The text is empty. Write a few words.")
        rest = words[MOST_WORDS - 1 :]
        self.read = words[: MOST_WORDS - 1] + ([" ".join(rest)] if rest else [])
        self.sheet = sheet_of(v["style"], v["seed"])
        model = self.matcher.model
        self.vectors = model.embed_images(self.sheet.images)  # (S, D)
        begun = [" ".join(self.read[: n + 1]) for n in range(len(self.read))]
        likeness = model.log_scale.exp() * self._embed(begun) @ self.vectors.T  # (T, S)
        self.probabilities = likeness.softmax(1)
        self.orders = likeness.argsort(1, descending=True)

    def _say(self) -> None:
        """Caption the scene, or the visitor's image."""
        v = self.values
        language: Language = v["language"]
        if self.own is None:
            self.scene = scene_of(self.info.data, v["seed"])
            image = self.scene.images[0].float() / 255
        else:
            gray = torch.from_numpy(self.own_gray)
            image = (1 - gray if gray.mean() > 0.5 else gray)[None]  # light ink on dark paper
        self.said: Caption = caption_image(self.captioner, self.info, image, language)
        if not self.said.words:  # it ended at once
            self.said = Caption(image, ["?"], torch.zeros(1, (IMAGE_SIZE // 8) ** 2))

    @property
    def n_words(self) -> int:
        """Words that are read or said."""
        return len(self.read if self.values["task"] == "match" else self.said.words)

    def advance(self) -> None:
        """Read or say one word more; behind the last one begins anew."""
        at = min(self.values["word"], self.n_words)
        self.values["word"] = 1 if at == 0 else min(at + 1, self.n_words)

    def finished(self) -> bool:
        """Say that all words are read or said."""
        return self.values["word"] >= self.n_words

    def state(self) -> Any:
        """Return how many words there are so far."""
        return self.values["word"]

    def restore(self, state: Any) -> None:
        """Put back what `state` returned."""
        self.values["word"] = state

    def changed(self, name: str) -> None:
        """Compare again for other words, or say it in the other language."""
        matches = self.values["task"] == "match"
        if name in ("words", "style") and matches:
            self.values |= {"word": 0, "chosen": -1}
            self._read()
        if name == "language" and not matches:
            self.values["word"] = 0
            self._say()

    def load_file(self, name: str, content: bytes) -> None:
        """Take the visitor's own image: which names fit it, or what it shows."""
        self.own = read_image(content, EMOJI, gray=False)
        self.own_gray = read_image(content, IMAGE_SIZE)
        self.values["chosen"] = -1
        self.reset()

    def frame(self) -> dict[str, Any]:
        """Return the emoji in their order, or the scene and where the network looks."""
        shown = self._matching() if self.values["task"] == "match" else self._captioning()
        return {**shown, "task": self.values["task"], "folder": self.folder}

    @torch.no_grad()
    def _matching(self) -> dict[str, Any]:
        v = self.values
        at = min(v["word"], self.n_words) or self.n_words
        order, probabilities = self.orders[at - 1], self.probabilities[at - 1]
        chosen = v["chosen"] if v["chosen"] >= 0 else int(order[0])
        vector = self.vectors[chosen]
        if self.own is not None and v["chosen"] < 0:
            pixels = torch.from_numpy(self.own).permute(2, 0, 1)[None]
            vector = self.matcher.model.embed_images(pixels)[0]
        fits = (self.matcher.model.log_scale.exp() * self.name_vectors @ vector).softmax(0)
        best = fits.topk(N_NAMES)
        names = emoji_examples().names
        return {
            "tiles": self.sheet.tiles,
            "palette": self.sheet.palette,
            "order": order.tolist(),
            "probabilities": [round(p, 4) for p in probabilities.tolist()],
            "read": self.read,
            "at": at,
            "chosen": chosen,
            "own": self._own_pixels() if v["chosen"] < 0 else None,
            "called": [several[int(self.sheet.rows[chosen])] for several in names.values()],
            "best": [
                [self.names[i], round(p, 4)]
                for i, p in zip(best.indices.tolist(), best.values.tolist(), strict=True)
            ],
        }

    def _own_pixels(self) -> np.ndarray | None:
        return None if self.own is None else self.own.transpose(2, 0, 1)

    def _captioning(self) -> dict[str, Any]:
        words, weights = self.said.words, self.said.weights  # T, (T, P)
        named = self._named()
        first = min(named, default=0)  # opened on the first thing that is named
        at = min(self.values["word"], len(words)) or first + 1
        side = round(weights.shape[1] ** 0.5)
        return {
            "image": self.said.image[0],  # (IMAGE_SIZE, IMAGE_SIZE)
            "weights": weights.unflatten(1, (side, side)),  # (T, side, side)
            "said": words,
            "at": at,
            "all": self.values["word"] == 0,
            "corner": named.get(at - 1),
            "inside": self._inside(named, at - 1),
            "size": THING,
            "truth": self._truth(),
        }

    def _truth(self) -> str:
        """What the scene shows, in the same words; nothing is known of the visitor's image."""
        if self.own is not None:
            return ""
        things = self.scene.things[0].tolist()
        return " ".join(sentence(self.info.data, things, self.values["language"])[0])

    def _named(self) -> dict[int, list[int]]:
        """Place of a word in a right caption -> row and column of the thing that it names."""
        if self.own is not None or " ".join(self.said.words) != self._truth():
            return {}
        things = self.scene.things[0].tolist()
        _, nouns = sentence(self.info.data, things, self.values["language"])
        corners = [self.scene.corners[0, place].tolist() for place in self.scene.order(0)]
        return dict(zip(nouns, corners, strict=True))

    def _inside(self, named: dict[int, list[int]], word: int) -> float | None:
        """Fraction of the attention inside the box of the thing that a word names."""
        if word not in named:
            return None
        return round(float(self.said.weights[word] @ box(torch.tensor(named[word]))), 4)

    def sources(self) -> list[Any]:
        """Name the comparison, or the captioner."""
        if self.values["task"] == "match":
            return [CLIP.embed_texts, CLIP.embed_images, ImageAndWordEngine._read]
        return [Captioner.encode, Captioner.write_captions]


def _missing(recipe: str) -> str:
    return (
        f"The folder {RUNS}/ here has no run of {recipe} yet: make one with `gradatim train "
        f"{recipe}`, or take the model that ships."
    )
