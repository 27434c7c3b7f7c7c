"""Words as numbers: the small vocabulary of captions, in two languages at once.

Shapes: N texts, L words per text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from gradatim.errors import UserError

NOTHING, UNKNOWN = 0, 1  # numbers of padding and of every word that is not in the vocabulary
N_SPECIAL = 2


def split_words(text: str) -> list[str]:
    """Cut a text into lower-case words: "Dessine l'œuf!" -> dessine, l, œuf."""
    # Some systems write é as e and an accent of its own, which is no letter.
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())


@dataclass(frozen=True)
class Vocabulary:
    """The words that a model knows.

    Attributes:
        words: by number, from 2 on; 0 is padding, 1 any other word.
    """

    words: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """Collect the words of texts, in alphabetical order."""
        return cls(tuple(sorted({word for text in texts for word in split_words(text)})))

    def __len__(self) -> int:
        return N_SPECIAL + len(self.words)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Word to number."""
        return {word: N_SPECIAL + i for i, word in enumerate(self.words)}

    def encode(self, texts: Sequence[str], length: int) -> Tensor:
        """Turn texts into numbers, int64 (N, L), padded on the left.

        Args:
            texts: of at most `length` words.
            length: L.

        Raises:
            UserError: a text with more words.
        """
        rows = torch.full((len(texts), length), NOTHING)
        for row, text in zip(rows, texts, strict=True):
            words = split_words(text)
            if len(words) > length:
                raise UserError(
                    f"{text!r} has {len(words)} words, and this model reads at most {length}: "
                    "give fewer."
                )
            if words:  # on the left, so that the last place is always a word or nothing at all
                row[-len(words) :] = torch.tensor([self.numbers.get(w, UNKNOWN) for w in words])
        return rows

    def unknown(self, text: str) -> list[str]:
        """Give the words of a text that are not in the vocabulary, each once."""
        return list(dict.fromkeys(w for w in split_words(text) if w not in self.numbers))


def most_words(texts: Iterable[str]) -> int:
    """Count the words of the longest text."""
    return max(len(split_words(text)) for text in texts)
