"""The table by which SentencePiece replaces characters, checked before the library uses it.

It is a trie in a double array (Aoe 1989), then the replacements, one after the other, each ended by
a zero byte. The library follows it without looking where it leads; a damaged table would end the
program in the middle of a text.
"""

import base64
import json
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from gradatim.errors import UserError

LEAF, LABEL, VALUE = 1 << 8, (1 << 31) | 0xFF, (1 << 31) - 1  # bits of a unit
BYTES = np.arange(1, 256, dtype=np.uint32)  # no text has a zero byte inside the table's reach


def require_whole_tables(tokenizer: Tokenizer) -> None:
    """Check the tables of a tokenizer.

    Raises:
        UserError: one that leads out of itself.
    """
    normalizer = tokenizer.normalizer
    if normalizer is not None:
        for table in _tables(json.loads(normalizer.__getstate__())):
            if not leads_nowhere_else(table):
                raise UserError(
                    "the table by which its tokenizer replaces characters is damaged: download the "
                    "file again."
                )


def _tables(step: dict[str, Any]) -> list[bytes]:
    """The tables of a normalizer and of its parts."""
    own = step.get("precompiled_charsmap") if step.get("type") == "Precompiled" else None
    parts = [table for part in step.get("normalizers", []) for table in _tables(part)]
    return [*([base64.b64decode(own)] if own else []), *parts]


def leads_nowhere_else(table: bytes) -> bool:
    """Whether every way through the trie stays in it, and ends at the beginning of a replacement.

    Args:
        table: its size in bytes (four bytes, little-endian), the trie, the replacements in UTF-8.
    """
    size = int.from_bytes(table[:4], "little")
    if len(table) < 8 or size % 4 or not 4 <= size <= len(table) - 4:
        return False
    units = np.frombuffer(table, "<u4", size // 4, offset=4)
    replacements = table[4 + size :]
    try:
        replacements.decode("utf-8")
    except UnicodeDecodeError:
        return False
    to_visit, seen = [int(_offset(units[:1])[0])], set()
    while to_visit:
        place = to_visit.pop()
        if place in seen:
            continue
        seen.add(place)
        if place | 0xFF >= len(units):
            return False
        children = place ^ BYTES  # (255,)
        found = units[children]
        found, children = (part[(found & LABEL) == BYTES] for part in (found, children))
        after = children ^ _offset(found)
        values = after[(found & LEAF) > 0]
        if len(values) and values.max() >= len(units):
            return False
        ends = units[values] & VALUE
        if any(not _begins(replacements, int(end)) for end in ends):
            return False
        to_visit += after.tolist()
    return True


def _offset(units: np.ndarray) -> np.ndarray:
    """How far from a unit its children are, to be combined by exclusive or."""
    return (units >> 10) << ((units & (1 << 9)) >> 6)


def _begins(replacements: bytes, at: int) -> bool:
    """Whether a character begins there."""
    return at <= len(replacements) and (at == len(replacements) or replacements[at] & 0xC0 != 0x80)
