"""Which words fit an image of yours, by a run of a small CLIP.

Shapes: N texts, D dimensions compared.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer

from gradatim.data.info import MatchInfo
from gradatim.data.language.tokenizers import UNKNOWN, from_text
from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError, excerpt
from gradatim.models.multimodal.clip import CLIP
from gradatim.recipes.multimodal.matching import encode_texts
from gradatim.recipes.multimodal.shipped_models import MATCHER, open_shipped
from gradatim.recipes.runs import open_run
from gradatim.recipes.shipped import refuse_shipped
from gradatim.spelling import given, spelled
from gradatim.typed import parse_json

LANGUAGES = ("en", "fr")


class Matcher(NamedTuple):
    """A trained CLIP with its tokens, and the names that it was trained and measured on."""

    model: CLIP
    info: MatchInfo
    tokenizer: Tokenizer
    names: dict[str, list[str]]  # of each language

    def names_in(self, language: str | None) -> list[str]:
        """All names in a language, English where none is asked for and there are several.

        Raises:
            UserError: a language is asked for, and the run has names in another one only.
        """
        if len(self.names) > 1:
            return self.names[language or LANGUAGES[0]]
        if language is not None and language not in self.names:
            raise UserError(
                f"{given('language', language)}, and the names of this run are your own: leave it "
                "out."
            )
        return next(iter(self.names.values()))


def open_matcher(folder: Path | str) -> Matcher:
    """Open a run that compares images with words, or `emoji-clip`, which ships.

    Raises:
        UserError: not a run folder, no weights yet, or a run of something else.
    """
    if str(folder) == MATCHER:
        model, info, texts = open_shipped(MATCHER)
    else:
        refuse_shipped(folder, "compare images with words")
        _, model, info, run = open_run(folder)
        if not isinstance(model, CLIP):
            raise UserError(
                f"{folder} is a run of {run.config['recipe']}, which does not compare images with "
                "words: give a run of emoji-clip, or that name for the model that ships."
            )
        texts = run.texts()
    if "names.json" in texts:
        names = parse_json(texts["names.json"].encode())
    else:  # an older run, whose languages are in one list
        names = {"": texts["names.txt"].splitlines()}
    return Matcher(model, info, from_text(texts["tokenizer.json"]), names)


@torch.no_grad()
def match_files(
    folder: Path | str,
    files: Sequence[Path],
    words: Sequence[str] = (),
    language: str | None = None,
) -> list[list[tuple[str, float]]]:
    """Rank words by how well they fit each image.

    Args:
        folder: of the run.
        files: images of any size and mode.
        words: texts to compare; by default all names that the run knows in a language.
        language: of these names, en or fr; en by default.

    Returns:
        For each file the texts with their probability, the best first.

    Raises:
        UserError: another run, an image that cannot be read, a text without words or with too
            many, a single text, a language beside words.
    """
    if words and language is not None:
        raise UserError(
            f"{spelled('language')} is that of the names that the run knows, and "
            f"{spelled('words')} gives others: leave one out."
        )
    matcher = open_matcher(folder)
    # Each once: of two alike, either would get half of the probability.
    texts = list(dict.fromkeys(words)) or matcher.names_in(language)
    model, context = matcher.model, matcher.model.config.text.context
    if words:
        _check_texts(texts, matcher.tokenizer, context)
    vectors = model.embed_texts(encode_texts(matcher.tokenizer, texts, context))  # (N, D)
    ranked = []
    for file in files:
        image = read_image(file, matcher.info.shape).float()[None] / 255
        scores = model.log_scale.exp() * model.embed_images(image)[0] @ vectors.T  # (N,)
        probabilities = scores.softmax(0).tolist()
        pairs = zip(texts, probabilities, strict=True)
        ranked.append(sorted(pairs, key=lambda pair: -pair[1]))
    return ranked


def _check_texts(texts: Sequence[str], tokenizer: Tokenizer, context: int) -> None:
    """Refuse texts whose comparison would say nothing."""
    for text in texts:
        if not text.strip():
            raise UserError("a text to match is empty: give words, such as 'red heart'.")
        pieces = tokenizer.encode(text).tokens
        if set(pieces) <= {UNKNOWN}:
            raise UserError(f"this model cannot read {text!r}: give words, such as 'red heart'.")
        if len(pieces) > context:  # the rest would be cut off without a word
            raise UserError(
                f"{excerpt(text)} has {len(pieces)} word pieces, and this model reads at most "
                f"{context}: give fewer words."
            )
    if len(texts) == 1:
        raise UserError(
            f"{texts[0]!r} is the only text, and the only one is always the likeliest: give two or "
            "more to compare."
        )
