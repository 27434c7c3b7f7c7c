"""The pages of docs/: which there are, in which order, in which languages.

A page is a Markdown file, `NAME.md`, and its French twin, `fr/NAME.md`. The chapters of the lecture
are `chapters/NN-NAME.md`, in its order.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INSTALLED = Path(__file__).parent / "docs"  # where a wheel puts them
FOLDER = INSTALLED if INSTALLED.is_dir() else Path(__file__).parents[4] / "docs"
LABS = ("labs/pytorch", "labs/pyrat", "labs/games")
CHAPTER = re.compile(r"chapters/(\d\d)-")
TWIN = re.compile(r"^\(\[(?:en français|in English)\]\(\S+\)\)\n\n", re.MULTILINE)
MARKS = re.compile(r"<!--.*?-->|\[([^]]*)\]\([^)]*\)|[`*]", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """One page in one language."""

    name: str  # of the English file below docs/, without its ending: chapters/01-perceptron
    language: str  # of the text: English where there is no French twin
    text: str  # Markdown

    @property
    def path(self) -> str:
        """Of its file, below docs/."""
        return f"{'fr/' * (self.language == 'fr')}{self.name}.md"

    @property
    def title(self) -> str:
        """The first heading, such as "1 · The perceptron"."""
        return self.text.lstrip().partition("\n")[0].removeprefix("#").strip()

    @property
    def summary(self) -> str:
        """The first sentence, without the marks of Markdown."""
        first = self.text.partition("\n\n")[2].partition("\n\n")[0]
        plain = MARKS.sub(r"\1", first)
        return re.split(r"(?<=[.!?]) ", " ".join(plain.split()), maxsplit=1)[0]


@cache
def chapters() -> tuple[str, ...]:
    """The names of the chapters, in the order of the lecture."""
    return tuple(sorted(name for name in names() if CHAPTER.match(name)))


def course_order() -> tuple[str, ...]:
    """The chapters, then the labs."""
    return (*chapters(), *LABS)


@cache
def names() -> frozenset[str]:
    """The names of all pages, chapters or not."""
    files = (file.relative_to(FOLDER).with_suffix("") for file in FOLDER.rglob("*.md"))
    return frozenset(file.as_posix() for file in files if file.parts[0] != "fr")


def key(name: str) -> str:
    """How addresses call a page: a chapter by its number, another page by its name."""
    found = CHAPTER.match(name)
    return str(int(found[1])) if found else name


def named(key_: str) -> str | None:
    """The name of the page of an address; None where there is none."""
    if key_.isdecimal():
        return next((name for name in chapters() if key(name) == str(int(key_))), None)
    return key_ if key_ in names() else None


def address(name: str, language: str) -> str:
    """The address of a page on our server."""
    return f"/chapter/{key(name)}?lang={language}"


def read(name: str, language: str) -> Document:
    """Read a page, in English where it has no twin in the language asked for.

    Its line with a link to the twin is left out: every page of the course has its own switch.
    """
    twin = FOLDER / language / f"{name}.md"
    if language == "en" or not twin.is_file():
        language, twin = "en", FOLDER / f"{name}.md"
    return Document(name, language, TWIN.sub("", twin.read_text("utf-8"), count=1))
