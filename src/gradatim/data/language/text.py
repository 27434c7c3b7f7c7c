"""Text for language models: names to train, validation and test strings.

- `docs`: the English prose of Python's own documentation topics, which come with the standard
  library (`pydoc_data.topics`); it needs no download and differs a little between Python versions.
- `shakespeare`: Tiny Shakespeare (Karpathy 2015), 1.1 million characters; 90 % train.
- `wikitext-2`: two million words of Wikipedia (Merity et al. 2016), official splits.
- the path of a text file: the user's own; 90 % train.
"""

import re
import zipfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gradatim.data.download import fetch
from gradatim.errors import UserError, nearest

NAMES = ("docs", "shakespeare", "wikitext-2")
SMALLEST_FILE = 2_000  # characters: below this the held-out part is too short
PLAIN = str.maketrans("‘’“”–—", "''\"\"--") | {ord("…"): "..."}


@dataclass(frozen=True)
class Text:
    """A text, split into training and held-out parts.

    Attributes:
        name: of the data set, or of the user's file.
        train, validation, test: the text; where no test part is published, `test` is the
            validation part.
    """

    name: str
    train: str
    validation: str
    test: str


def load(name: str) -> Text:
    """Load a text by its name, or from the user's own file by its path.

    Raises:
        UserError: neither a known name nor a readable text file.
    """
    if name == "docs":
        return _docs()
    if name == "shakespeare":
        text = fetch("tinyshakespeare", "input.txt").read_text(encoding="ascii")
        return _cut(name, text)
    if name == "wikitext-2":
        return _wikitext()
    if Path(name).is_file():
        return _own(Path(name))
    raise UserError(f"no text is called {name!r}, nor is there such a file: {nearest(name, NAMES)}")


def count_words(text: str) -> int:
    """Count words as the perplexities of WikiText do: between spaces, and one for each line end."""
    return len(text.split()) + text.count("\n")


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


def _docs() -> Text:
    try:
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
    validation = "\n".join(held_out) + "\n"
    return Text("docs", "\n".join(train) + "\n", validation, validation)


def _wikitext() -> Text:
    with zipfile.ZipFile(fetch("wikitext-2", "wikitext-2-tokens.zip")) as archive:
        parts = [
            archive.read(f"wikitext-2/wiki.{part}.tokens").decode("utf-8")
            for part in ("train", "valid", "test")
        ]
    return Text("wikitext-2", *parts)


def _own(path: Path) -> Text:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path} is not text in UTF-8 (byte {error.start}): save it as UTF-8 and try again."
        ) from error
    if len(text) < SMALLEST_FILE:
        raise UserError(
            f"{path} has {len(text)} characters: give a text of at least {SMALLEST_FILE:,}, "
            "better some hundred thousand."
        )
    return _cut(path.name, text)


def _cut(name: str, text: str) -> Text:
    border = int(0.9 * len(text))
    return Text(name, text[:border], text[border:], text[border:])
