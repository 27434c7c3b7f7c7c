"""Everyday English: stories for small children, and small talk.

- TinyStories (Eldan and Li 2023): stories in the words of a three-year-old, so that a small network
  can learn whole sentences from them.
- African Storybook: short picture-book stories, written by many people.
- The ChatterBot corpus: greetings, questions and answers.
"""

import re
import zipfile
from collections.abc import Iterator

import yaml

from gradatim.data.download import fetch
from gradatim.data.language.passage import Passage

SEPARATOR = "<|endoftext|>"
PLAIN = str.maketrans("‘’“”–—\u200a", "''\"\"-- ") | {ord("…"): "..."}
# The older TinyStories were read as cp1252 before they were published: quotes became three letters.
BADLY_DECODED = {"â€œ": '"', "â€™": "'", "â€˜": "'", "â€“": "-", "â€”": "-", "â€Š": " ", "â€": '"'}
BEGINNING = re.compile(r"\n\n(?=Once (?:upon a time|there was|there were)\b)")
SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"']))\s+(?=[\"'A-Z])")
TALK = "chatterbot_corpus/data/english/"
OFF_TOPIC = ("coding", "tech_support")  # long lists of commands, nothing that people say


def plain(text: str) -> str:
    """Replace typographic and badly decoded quotes and dashes by those of a keyboard."""
    for wrong, right in BADLY_DECODED.items():
        text = text.replace(wrong, right)
    return text.translate(PLAIN).replace("\r\n", "\n")


def tiny_stories(part: str) -> list[str]:
    """Read TinyStories.

    The older files do not mark where a story ends; there a text of the list may hold more than one.

    Args:
        part: "train", or "validation".
    """
    if part == "validation":
        return _without_marks("TinyStories-valid.head.txt")
    path = fetch("tinystories", "TinyStoriesV2-GPT4-train.first-1727.txt")
    stories = plain(path.read_text("utf-8")).split(SEPARATOR)
    return [_tidy(story) for story in stories] + _without_marks("TinyStories-train.head.txt")


def _without_marks(file: str) -> list[str]:
    text = plain(fetch("tinystories", file).read_text("utf-8"))
    return [_tidy(story) for story in BEGINNING.split(text)]


def _tidy(story: str) -> str:
    """A paragraph per line, without spaces at the ends or empty lines."""
    return "\n".join(line.strip() for line in story.split("\n") if line.strip())


def african_stories() -> list[str]:
    """Read the English stories of the African Storybook, a page per line."""
    with zipfile.ZipFile(fetch("african-storybook", "asp-cc-by-en-fr.zip")) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("en/"))
        files = [archive.read(name).decode("utf-8") for name in names]
    stories = []
    for text in files:
        pages = plain(text).split("##")[1:]  # the title stands before the first page
        prose = [" ".join(page.split()) for page in pages if "* License:" not in page]
        stories.append("\n".join(page for page in prose if page))
    return stories


def small_talk() -> list[str]:
    """Read the English conversations of the ChatterBot corpus, a turn per line."""
    wheel = fetch("chat", "chatterbot_corpus-1.3.3-py2.py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = [f"{TALK}{name}.yml" for name in OFF_TOPIC]
        chosen = sorted(n for n in archive.namelist() if n.startswith(TALK) and n not in names)
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # compiled where there is one
        themes = [yaml.load(archive.read(name), loader) for name in chosen]
    return [
        "\n".join(plain(str(turn)).strip() for turn in turns)
        for theme in themes
        for turns in theme["conversations"]
    ]


def load_everyday() -> tuple[Passage, Passage]:
    """All of it to learn from; other TinyStories, which many networks are measured on, held out."""
    texts = [*tiny_stories("train"), *african_stories(), *small_talk()]
    return _joined(texts), _joined(tiny_stories("validation"))


def _joined(texts: list[str]) -> Passage:
    # The separator stands right before a text: a model that begins with it begins a text.
    return Passage.whole("".join(f"{SEPARATOR}{text}\n" for text in texts if text))


def sentences(text: Passage) -> Iterator[list[str]]:
    """Cut every line of a text into its sentences."""
    for piece in text.pieces():
        line = piece.strip().removeprefix(SEPARATOR)
        if line:
            yield SENTENCE_END.split(line)
