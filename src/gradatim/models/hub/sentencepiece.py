"""SentencePiece vocabularies as tokenizers of the tokenizers library.

Sources: Kudo and Richardson 2018, "SentencePiece: a simple and language independent subword
tokenizer"; Sennrich et al. 2016 for byte-pair encoding; Kudo 2018 for unigrams. The fields of a
file are numbered in sentencepiece_model.proto of github.com/google/sentencepiece.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    processors,
)
from tokenizers.normalizers import Normalizer

from gradatim.errors import UserError

SPACE = "▁"  # how a space is written inside a piece
UNKNOWN, CONTROL, USER = 2, 3, 4  # kinds of piece; 1 is an ordinary one
BYTE_PAIRS = 2  # kind of model; 1 is unigrams


@dataclass(frozen=True)
class SentencePieceFile:
    """What a file says.

    Args:
        pieces: text of every token, by number; spaces as `▁`.
        scores: of every token.
        kinds: of every token.
        byte_pairs: whether pairs are merged; else the likeliest cut is searched.
        characters: the table by which characters are replaced beforehand; empty for none.
        prefix: whether a space is put before the text.
        one_space: whether several spaces are read as one, and those at both ends as none.
        falls_back: whether a character without a piece becomes the pieces of its bytes.
    """

    pieces: list[str]
    scores: list[float]
    kinds: list[int]
    byte_pairs: bool
    characters: bytes
    prefix: bool
    one_space: bool
    falls_back: bool

    @property
    def before(self) -> list[Normalizer]:
        """What is done to a text before it is cut."""
        table = [normalizers.Precompiled(self.characters)] if self.characters else []
        spaces = {"^ +| +$": "", " {2,}": " "} if self.one_space else {}
        return [*table, *(normalizers.Replace(Regex(old), new) for old, new in spaces.items())]

    def of_kind(self, *kinds: int) -> list[str]:
        """The pieces of these kinds."""
        return [p for p, k in zip(self.pieces, self.kinds, strict=True) if k in kinds]


def read(path: Path) -> SentencePieceFile:
    """Read a SentencePiece file.

    Raises:
        UserError: it is none, or damaged.
    """
    try:
        model = list(_fields(path.read_bytes()))
        tokens = [dict(_fields(value)) for number, value in model if number == 1]
        trainer = dict(field for number, value in model if number == 2 for field in _fields(value))
        normal = dict(field for number, value in model if number == 3 for field in _fields(value))
        pieces = [token[1].decode("utf-8") for token in tokens]
        scores = [struct.unpack("<f", token.get(2, bytes(4)))[0] for token in tokens]
    except (KeyError, IndexError, ValueError, struct.error, TypeError):
        pieces = []
    if not pieces:
        raise UserError(f"{path.name} is not a SentencePiece file, or it is damaged.")
    kinds = [token.get(3, 1) for token in tokens]
    byte_pairs = trainer.get(3, 1) == BYTE_PAIRS
    return SentencePieceFile(
        pieces,
        scores,
        kinds,
        byte_pairs,
        characters=normal.get(2, b""),
        prefix=bool(normal.get(3, 1)),
        one_space=bool(normal.get(4, 1)),
        falls_back=bool(trainer.get(35, 0)),
    )


def _fields(content: bytes) -> Iterator[tuple[int, Any]]:
    """Number and value of every field of a message in the format of protocol buffers."""
    place = 0

    def integer() -> int:
        nonlocal place
        value = shift = 0
        while True:
            byte = content[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(content):
        key = integer()
        number, wire = key >> 3, key & 7
        if wire == 0:
            yield number, integer()
            continue
        if wire not in (1, 2, 5):
            raise ValueError("no such field")
        length = integer() if wire == 2 else 8 if wire == 1 else 4
        if place + length > len(content):
            raise ValueError("the file ends within a field")
        yield number, content[place : place + length]
        place += length


def byte_pair_tokenizer(
    pieces: Sequence[str],
    scores: Sequence[float],
    *,
    unknown: str,
    start: str,
    specials: list[str],
    prefix: bool = True,
    before: Sequence[Normalizer] = (),
) -> Tokenizer:
    """Make the tokenizer of a byte-pair vocabulary, in which the best-scored pair merges first.

    Characters without a piece fall back to the pieces of their bytes, `<0x00>` to `<0xFF>`.

    Args:
        pieces: text of every token, by number; spaces as `▁`.
        scores: of every token, the higher the earlier it is merged.
        unknown: the token for what has no piece.
        start: the token that every text begins with; none if empty.
        specials: tokens that are never read out of a text, nor written in one.
        prefix: whether a space is put before the text.
        before: what is done to a text first.
    """
    number = {piece: i for i, piece in enumerate(pieces)}
    model = models.BPE(
        number, merges(pieces, scores), unk_token=unknown, byte_fallback=True, fuse_unk=True
    )
    tokenizer = Tokenizer(model)
    spaces = normalizers.Replace(" ", SPACE)
    first = [normalizers.Prepend(SPACE)] if prefix else []
    tokenizer.normalizer = normalizers.Sequence([*before, *first, spaces])
    back = [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse()]
    if prefix:
        back.append(decoders.Strip(" ", 1, 0))
    tokenizer.decoder = decoders.Sequence(back)
    tokenizer.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in specials])
    if start:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{start} $A", special_tokens=[(start, number[start])]
        )
    return tokenizer


def merges(pieces: Sequence[str], scores: Sequence[float]) -> list[tuple[str, str]]:
    """Every pair of pieces that makes up a third one, the best-scored first."""
    number = {piece: i for i, piece in enumerate(pieces)}
    pairs = []
    for i, piece in enumerate(pieces):
        for cut in range(1, len(piece)):
            left, right = piece[:cut], piece[cut:]
            if left in number and right in number:
                pairs.append((-scores[i], number[left], number[right], left, right))
    return [(left, right) for *_, left, right in sorted(pairs)]
