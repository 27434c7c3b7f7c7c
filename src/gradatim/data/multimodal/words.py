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

from gradatim.errors import UserError, excerpt

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

    @cached_property
    def without_accents(self) -> dict[str, int]:
        """Word to number, where a keyboard has no accents: oeuf for œuf."""
        return {_without_accents(word): number for word, number in self.numbers.items()}

    def number(self, word: str) -> int | None:
        """Give the number of a word, also of one typed without accents; None of an unknown one."""
        return self.numbers.get(word) or self.without_accents.get(_without_accents(word))

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
                    f"{excerpt(text)} has {len(words)} words, and this model reads at most "
                    f"{length}: give fewer."
                )
            if words:  # on the left, so that the last place is always a word or nothing at all
                row[-len(words) :] = torch.tensor([self.number(w) or UNKNOWN for w in words])
        return rows

    def unknown(self, text: str) -> list[str]:
        """Give the words and pictures of a text that are not in the vocabulary, each once."""
        pictures = [sign for sign in text if unicodedata.category(sign) == "So"]  # such as an emoji
        words = [word for word in split_words(text) if not self.number(word)]
        return list(dict.fromkeys(words + pictures))


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def most_words(texts: Iterable[str]) -> int:
    """Count the words of the longest text."""
    return max(len(split_words(text)) for text in texts)
