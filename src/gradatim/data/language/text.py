"""Text for language models: names to train, validation and test passages.

- `docs`: the English prose of Python's own documentation topics, which come with the standard
  library (`pydoc_data.topics`); it needs no download and differs a little between Python versions.
- `shakespeare`: Tiny Shakespeare (Karpathy 2015), 1.1 million characters; 90 % train.
- `everyday`: stories for small children and small talk, see `gradatim.data.language.everyday`.
- `wikitext-2`: two million words of Wikipedia (Merity et al. 2016), official splits.
- the path of a text file: the user's own, of any size; 90 % train; at most 2 million characters
  are held out, half of them for validation, half for the test.
"""

import codecs
import re
import zipfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gradatim.data.catalog import TEXTS
from gradatim.data.download import fetch
from gradatim.data.language.everyday import load_everyday
from gradatim.data.language.passage import Passage
from gradatim.errors import UserError, nearest
from gradatim.spelling import given

NAMES = TEXTS
SMALLEST_FILE = 4_000  # characters: below this the held-out part is too short
MOST_HELD_OUT = 2_000_000  # characters of a file of one's own: more would only take longer
PLAIN = str.maketrans("‘’“”–—", "''\"\"--") | {ord("…"): "..."}


@dataclass(frozen=True)
class Corpus:
    """A text, split into training and held-out parts.

    Attributes:
        name: of the data set, or of the user's file.
        train, validation, test: the text; where no test part is published, `test` is the
            validation part.
    """

    name: str
    train: Passage
    validation: Passage
    test: Passage

    def fingerprints(self) -> dict[str, dict[str, int | str]]:
        """Size and checksum of what is learned from and of what is measured."""
        return {"training text": self.train.fingerprint(), "test text": self.test.fingerprint()}


def load(name: str) -> Corpus:
    """Load a text by its name, or from the user's own file by its path.

    Raises:
        UserError: neither a known name nor a readable text file.
    """
    if name == "docs":
        return _docs()
    if name == "shakespeare":
        text = fetch("tinyshakespeare", "input.txt").read_text(encoding="ascii")
        return _cut(name, text)
    if name == "everyday":
        learned, held_out = load_everyday()
        return Corpus(name, learned, held_out, held_out)
    if name == "wikitext-2":
        return _wikitext()
    if Path(name).is_file():
        return _own(Path(name))
    if Path(name).is_dir():
        raise UserError(f"{given('text', name)}, a folder: give one file of text in it.")
    raise UserError(
        f"no text is called {name!r}, nor is there such a file: {nearest(name, NAMES)} A text of "
        "your own is the path of a file."
    )


def count_words(text: Passage) -> int:
    """Count words as the perplexities of WikiText do: between spaces, and one for each line end."""
    return sum(len(piece.split()) + piece.count("\n") for piece in text.pieces())


def clean_topic(topic: str) -> list[str]:
    """Keep the English prose of a documentation topic, one string per paragraph.

    Headings' underlines, code, grammar and tables are left out; hard line breaks are undone;
    typographic quotes and dashes, which only some Python versions use, become plain ones.
    """
    paragraphs = []
    for block in re.split(r"\n\s*\n", topic.translate(PLAIN)):
        lines = [line.strip() for line in block.splitlines()]
        text = re.sub(r"(?<=\w-) (?=[a-z])", "", " ".join(lines))  # words broken at their hyphen
        text = re.sub(r"^[*+-] +|\*\*?(?=\S)|(?<=\S)\*\*?(?=[\s.,;:)]|$)|`+", "", text)
        text = re.sub(r"(?<=\w)\[\d+\](_)?", "", text)  # footnote marks
        text = re.sub(r"\s+", " ", text).strip()
        if _is_prose(text):
            paragraphs.append(text)
    return paragraphs


def _is_prose(text: str) -> bool:
    words = re.findall(r"[A-Za-z]+(?:'[a-z]+)?", text)
    letters = sum(map(len, words))
    return (
        len(words) >= 6
        and text[0] in "\"'(ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        and text[-1] in ".:;!?)"
        and letters >= 0.7 * len(text.replace(" ", ""))
        and not re.search(r"::=|>>>|^\.\.|={3,}|-{3,}|\| ", text)
    )


def _docs() -> Corpus:
    try:  # some systems ship Python without it
        topics: dict[str, str] = import_module("pydoc_data.topics").topics
    except ModuleNotFoundError as error:
        raise UserError(
            "this Python came without its documentation topics (pydoc_data): install the full "
            "standard library, or train on your own text file."
        ) from error
    paragraphs = dict.fromkeys(p for name in sorted(topics) for p in clean_topic(topics[name]))
    train: list[str] = []
    held_out: list[str] = []
    for i, paragraph in enumerate(paragraphs):  # topics quote each other: each paragraph once
        (held_out if i % 20 >= 18 else train).append(paragraph)
    learned, validation = (Passage.whole("\n".join(p) + "\n") for p in (train, held_out))
    return Corpus("docs", learned, validation, validation)


def _wikitext() -> Corpus:
    with zipfile.ZipFile(fetch("wikitext-2", "wikitext-2-tokens.zip")) as archive:
        parts = [
            archive.read(f"wikitext-2/wiki.{part}.tokens").decode("utf-8")
            for part in ("train", "valid", "test")
        ]
    return Corpus("wikitext-2", *map(Passage.whole, parts))


def _own(path: Path) -> Corpus:
    n = 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            while block := file.read(1 << 20):
                n += len(block)
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path} is not text in UTF-8 (byte {_first_bad_byte(path)}): save it as UTF-8 and try "
            "again."
        ) from error
    if n < SMALLEST_FILE:
        raise UserError(
            f"{path} has {n} characters: give a text of at least {SMALLEST_FILE:,}, "
            "better some hundred thousand."
        )
    border = max(int(0.9 * n), n - MOST_HELD_OUT)
    middle = (border + n) // 2  # what is measured during training is not what counts at the end
    parts = ((0, border), (border, middle), (middle, n))
    return Corpus(path.name, *(Passage(path, begin, end) for begin, end in parts))


def _first_bad_byte(path: Path) -> int:
    decoder, at = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return at - waiting + error.start
            at += len(block)
    return at  # the file ends within a character


def _cut(name: str, text: str) -> Corpus:
    border, n = int(0.9 * len(text)), len(text)
    held_out = Passage(text, border, n)
    return Corpus(name, Passage(text, 0, border), held_out, held_out)
