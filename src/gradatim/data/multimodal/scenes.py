"""Scenes: one to four things on a canvas, and a sentence that says what stands where.

"a three left of a seven above a two": a row is read from left to right, the upper row first. Things
named one after the other make a pair; ten of the hundred pairs are never trained on (see
`pairs.py`). Where each thing stands is known, so one can check where a network looks.

Shapes: B scenes, S height and width of the canvas, M = 4 places, T words of the longest sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from gradatim.data.multimodal.captions import RELATIONS, Language, names_of
from gradatim.data.multimodal.pairs import UNSEEN
from gradatim.data.multimodal.words import NOTHING, Vocabulary, split_words
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet

IMAGE_SIZE, CELL, THING = 48, 24, 20  # pixels of the canvas, of a place, of a thing in it
LANGUAGES: tuple[Language, ...] = ("en", "fr")
START = {"en": "startenglish", "fr": "debutfrancais"}  # the first word says in which language
END = "endofsentence"
# Which places are taken (upper left, upper right, lower left, lower right), by number of things.
LAYOUTS = (
    ((0,), (1,), (2,), (3,)),
    ((0, 1), (2, 3), (0, 2), (1, 3)),
    ((0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3)),
    ((0, 1, 2, 3),) * 4,
)
UNSEEN_TABLE = torch.zeros(10, 10, dtype=torch.bool)
UNSEEN_TABLE[tuple(torch.tensor(UNSEEN).T)] = True


@dataclass(frozen=True)
class Scenes:
    """A batch of scenes.

    Attributes:
        images: uint8 (B, 1, S, S).
        things: class at each place, -1 where nothing stands, (B, M).
        corners: row and column of each thing's upper left pixel, (B, M, 2).
        languages: number of the language of each sentence, (B,).
    """

    images: Tensor
    things: Tensor
    corners: Tensor
    languages: Tensor

    def order(self, index: int) -> list[int]:
        """The places of a scene's things, in the order in which they are named."""
        return (self.things[index] >= 0).nonzero().flatten().tolist()


def sentence(data: str, things: Sequence[int], language: Language) -> tuple[list[str], list[int]]:
    """Say what stands where.

    Args:
        data: whose classes the things are.
        things: class at each place, -1 for none, (M,).
        language: en or fr.

    Returns:
        The words, and for each thing in the order of the sentence the index of its noun.
    """
    names = names_of(data)[language]
    words: list[str] = []
    nouns: list[int] = []
    left_of, above = (relation[0] for relation in RELATIONS[language])
    for row in (things[:2], things[2:]):
        for column, thing in enumerate(row):
            if thing < 0:
                continue
            if nouns:
                beside = column == 1 and row[0] >= 0
                words += split_words(left_of if beside else above)
            words += split_words(names[thing][0])
            nouns.append(len(words) - 1)
    return words, nouns


def written(words: Sequence[str]) -> str:
    """Write words as a sentence, with the signs between them: au dessus d un -> au-dessus d'un."""
    text = " ".join(words)
    relations = [relation for pairs in RELATIONS.values() for pair in pairs for relation in pair]
    for phrase in (*relations, "T-shirt"):
        found = rf"\b{' '.join(split_words(phrase))}\b" + (" ?" if phrase.endswith("'") else "")
        text = re.sub(found, phrase, text)
    return text


def scene_vocabulary(data: str) -> Vocabulary:
    """All words of the sentences about a data set's things, those of start and end among them."""
    texts = [name[0] for language in LANGUAGES for name in names_of(data)[language]]
    texts += [words for language in LANGUAGES for words, _ in RELATIONS[language]]
    return Vocabulary.of([*texts, *START.values(), END])


def longest(data: str) -> int:
    """T: words of the longest sentence, start and end included."""
    names = names_of(data)
    lengths = []
    for language in LANGUAGES:
        most = max(range(10), key=lambda k, n=names[language]: len(split_words(n[k][0])))  # type: ignore[misc]
        lengths.append(len(sentence(data, [most] * 4, language)[0]))
    return 2 + max(lengths)


def sentences_of(scenes: Scenes, data: str, vocabulary: Vocabulary, length: int) -> Tensor:
    """The sentences of scenes as numbers, int64 (B, T), padded at the end."""
    rows = torch.full((len(scenes.things), length), NOTHING)
    languages = [LANGUAGES[i] for i in scenes.languages.tolist()]
    for row, things, language in zip(rows, scenes.things.tolist(), languages, strict=True):
        words = [START[language], *sentence(data, things, language)[0], END]
        row[: len(words)] = torch.tensor([vocabulary.numbers[word] for word in words])
    return rows


def draw_scenes(things: ImageSet, n: int, generator: torch.Generator, *, unseen: bool) -> Scenes:
    """Draw scenes.

    Args:
        things: images of 20 x 20 pixels, of ten classes.
        n: scenes.
        generator: of all draws.
        unseen: whether each has a pair that is never trained on; otherwise none has.
    """
    layouts = torch.full((4, 4, 4), False)
    for count, several in enumerate(LAYOUTS):
        for index, places in enumerate(several):
            layouts[count, index, list(places)] = True
    classes = torch.empty(n, 4, dtype=torch.int64)
    waiting = torch.arange(n)
    while len(waiting):  # draw again what has, or lacks, an unseen pair
        counts = torch.randint(int(unseen), 4, (len(waiting),), generator=generator)
        which = torch.randint(4, (len(waiting),), generator=generator)
        drawn = torch.randint(10, (len(waiting), 4), generator=generator)
        drawn[~layouts[counts, which]] = -1
        classes[waiting] = drawn
        waiting = waiting[has_unseen_pair(drawn) != unseen]
    jitter = torch.randint(CELL - THING + 1, (n, 4, 2), generator=generator)
    cells = CELL * torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
    corners = cells + jitter  # (B, M, 2)
    draws = torch.rand(n, 4, generator=generator)
    rows_of = [(things.labels == k).nonzero().flatten() for k in range(10)]
    canvas = torch.zeros(n, IMAGE_SIZE, IMAGE_SIZE, dtype=torch.uint8)
    inside = torch.arange(THING)
    for place in range(4):
        for kind in range(10):
            here = (classes[:, place] == kind).nonzero().flatten()
            chosen = rows_of[kind][(draws[here, place] * len(rows_of[kind])).long()]
            y = corners[here, place, 0, None, None] + inside[:, None]
            x = corners[here, place, 1, None, None] + inside
            canvas[here[:, None, None], y, x] = things.images[chosen, 0]
    languages = torch.randint(len(LANGUAGES), (n,), generator=generator)
    return Scenes(canvas[:, None], classes, corners, languages)


def has_unseen_pair(classes: Tensor) -> Tensor:
    """Whether two things named one after the other are a pair never trained on, bool (B,)."""
    found = torch.zeros(len(classes), dtype=torch.bool)
    last = torch.full((len(classes),), -1)
    for place in range(4):
        now = classes[:, place]
        both = (now >= 0) & (last >= 0)
        found |= both & UNSEEN_TABLE[last.clamp(min=0), now.clamp(min=0)]
        last = torch.where(now >= 0, now, last)
    return found


class SceneBatches:
    """Endless batches of new scenes with their sentences.

    Args:
        things: images of 20 x 20 pixels.
        data: their name.
        batch_size: B.
        seed: of all draws.
        device: where the batches are needed.
    """

    steps_per_epoch = 1000  # there is no end of scenes: so many batches are called an epoch

    def __init__(
        self, things: ImageSet, data: str, *, batch_size: int, seed: int, device: torch.device
    ) -> None:
        self.things, self.data, self.batch_size = things, data, batch_size
        self.seed, self.device = seed, device
        self.vocabulary, self.length = scene_vocabulary(data), longest(data)
        self.n_drawn = 0

    def __iter__(self) -> "SceneBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        """Images, pixels from 0 to 1, (B, 1, S, S), and sentences (B, T)."""
        generator = torch_generator(self.seed, self.n_drawn, 9)
        self.n_drawn += 1
        scenes = draw_scenes(self.things, self.batch_size, generator, unseen=False)
        words = sentences_of(scenes, self.data, self.vocabulary, self.length)
        return (scenes.images.float() / 255).to(self.device), words.to(self.device)

    def state_dict(self) -> dict[str, Any]:
        return {"n_drawn": self.n_drawn}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.n_drawn = state["n_drawn"]
