"""A text that is read piece by piece, so that its size does not decide the memory that it takes."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 20  # characters that are read at once
LONGEST = 2_000  # characters of a piece
STRETCH = 50_000  # characters of a stretch
_BETWEEN_WORDS = re.compile(r"(?<=\S) (?=\S)")
_LINE_END = re.compile(r"\n(?=\S)")


@dataclass(frozen=True)
class Passage:
    """Characters of a string, or of a file in UTF-8.

    Attributes:
        source: the string, or the file; its line ends become "\\n" and a byte-order mark is left
            out.
        start, stop: the first character, and the one after the last.
    """

    source: str | Path
    start: int
    stop: int

    @classmethod
    def whole(cls, text: str) -> "Passage":
        """All of a string."""
        return cls(text, 0, len(text))

    def __len__(self) -> int:
        return self.stop - self.start

    def blocks(self) -> Iterator[str]:
        """The text, about a million characters at a time."""
        if isinstance(self.source, str):
            for at in range(self.start, self.stop, BLOCK):
                yield self.source[at : min(at + BLOCK, self.stop)]
            return
        with self.source.open(encoding="utf-8-sig") as file:
            at = 0
            while at < self.stop and (block := file.read(min(BLOCK, self.stop - at))):
                if at + len(block) > self.start:
                    yield block[max(0, self.start - at) :]
                at += len(block)

    def pieces(self) -> Iterator[str]:
        """The text line by line with its line ends; long lines are cut, see `pieces_of`."""
        return pieces_of(self.blocks())

    def stretches(self) -> Iterator[str]:
        """The text cut rarely, for tokenizers of others, see `stretches_of`."""
        return stretches_of(self.blocks())

    def sample(self, n: int) -> Iterator[str]:
        """Pieces of about n characters in all: of a longer text, blocks evenly spread over it."""
        every = max(1, -(-len(self) // n))
        return pieces_of(block for i, block in enumerate(self.blocks()) if i % every == 0)

    def read(self) -> str:
        """The whole text as a string."""
        return "".join(self.blocks())

    def fingerprint(self) -> dict[str, int | str]:
        """Number of characters, and SHA-256 of the text in UTF-8."""
        sha = hashlib.sha256()
        for block in self.blocks():
            sha.update(block.encode())
        return {"size": len(self), "sha256": sha.hexdigest()}


def pieces_of(blocks: Iterable[str]) -> Iterator[str]:
    """Cut a text at its line ends, and what is longer than `LONGEST` between words.

    A tokenizer takes such pieces for what the whole text would be, because no token of ours reaches
    over a line end, or to before a space; it needs far less time and memory for them. A stretch
    without a single space is cut anywhere.
    """
    rest = ""
    for block in blocks:
        lines = (rest + block).splitlines(keepends=True)
        rest = lines.pop()
        for line in lines:
            yield from _cut(line)
        if len(rest) > LONGEST:
            *whole, rest = _cut(rest)
            yield from whole
    if rest:
        yield from _cut(rest)


def _cut(line: str) -> Iterator[str]:
    start = 0
    while len(line) - start > LONGEST:
        spaces = [m.start() for m in _BETWEEN_WORDS.finditer(line, start + 1, start + LONGEST)]
        stop = spaces[-1] if spaces else start + LONGEST
        yield line[start:stop]
        start = stop
    yield line[start:]


def stretches_of(blocks: Iterable[str]) -> Iterator[str]:
    """Cut a text before lines, into stretches of at most `STRETCH` characters.

    Tokens of others may reach over line ends, and some tokenizers put a space before whatever they
    read: cut at every line, the text would be another than the one that they were made for.
    """
    rest = ""
    for block in blocks:
        rest += block
        while len(rest) > STRETCH:
            lines = [m.end() for m in _LINE_END.finditer(rest, 0, STRETCH)]
            spaces = [m.start() for m in _BETWEEN_WORDS.finditer(rest, 1, STRETCH)]
            stop = (lines or spaces or [STRETCH])[-1]
            yield rest[:stop]
            rest = rest[stop:]
    if rest:
        yield rest
