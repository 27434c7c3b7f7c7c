"""The TOML file of a lesson, read and checked.

title = "Week 3: step sizes"
text = "Guess before you play."

[[page]]
chapter = 2

[[page]]
view = "gradient_descent"
title = "Too large a step"
set = { large = 0.9 }
fix = { surface = "bowl" }
hide = ["noise"]

[[page]]
exercise = "05-perceptron"
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from gradatim.errors import UserError, nearest
from gradatim.labs.exercise import exercises, find
from gradatim.views import VIEWS, load
from gradatim.views.core.controls import in_address
from gradatim.views.core.engine import words
from gradatim.web.course.documents import chapters, key, named, names, read
from gradatim.web.course.markdown import is_ours

KINDS = ("chapter", "view", "exercise", "read")  # one of them says what a page is
OF_A_VIEW = ("set", "fix", "hide")
MAX_PAGES = 100
MAX_TEXT = 2000  # characters


@dataclass(frozen=True)
class LessonPage:
    """One page of a lesson."""

    kind: str  # one of KINDS
    name: str  # of the chapter, view, exercise or file
    title: str  # empty: the page's own
    set: Mapping[str, Any] = field(default_factory=dict)  # controls at the beginning
    fix: Mapping[str, Any] = field(default_factory=dict)  # controls that stay as they are
    hide: Collection[str] = ()  # controls that are not shown

    def address(self, number: int, language: str) -> str:
        """Where the page is, as page `number` of its lesson."""
        begin = {"chapter": "/chapter/", "view": "/view/", "exercise": "/lab/", "read": "/read/"}
        query = {"lang": language, "lesson": str(number)}
        if self.kind == "view":
            controls = load(self.name).controls
            values = {**self.set, **self.fix}
            query |= {name: in_address(controls[name], value) for name, value in values.items()}
        return f"{begin[self.kind]}{quote(self.name)}?{urlencode(query)}"


@dataclass(frozen=True)
class Lesson:
    """Pages in an order."""

    title: str
    text: str
    pages: tuple[LessonPage, ...]

    def page(self, number: str) -> LessonPage | None:
        """The page of a number as it stands in an address, from 1 on."""
        if not number.isdecimal() or not 1 <= int(number[:6]) <= len(self.pages):
            return None
        return self.pages[int(number) - 1]


def read_lesson(file: Path) -> Lesson:
    """Read a lesson.

    Raises:
        UserError: with what is wrong, and where.
    """
    try:
        text = file.read_bytes().decode("utf-8")
        given = tomllib.loads(text)
    except OSError as error:
        raise UserError(f"The lesson {file} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, too deep
        raise UserError(f"The lesson {file} is not a TOML file in UTF-8: {error}.") from None
    known(given, ("title", "text", "page"), "The lesson")
    title = text_of(given, "title", "The lesson")
    if not title:
        raise UserError('The lesson has no title: begin it with title = "...".')
    pages = given.get("page")
    if not isinstance(pages, list) or not pages or not all(isinstance(p, dict) for p in pages):
        raise UserError('The lesson has no page: add [[page]] and, below it, view = "mlp", say.')
    if len(pages) > MAX_PAGES:
        raise UserError(f"The lesson has {len(pages)} pages; at most {MAX_PAGES} are allowed.")
    made = tuple(_page(page, f"Page {i} of the lesson") for i, page in enumerate(pages, 1))
    return Lesson(title, text_of(given, "text", "The lesson"), made)


def known(given: Mapping[str, Any], allowed: Collection[str], where: str) -> None:
    """Refuse a word that says nothing."""
    for word in given:
        if word not in allowed:
            raise UserError(f"{where} says {word[:40]!r}; {nearest(word[:40], allowed)}")


def text_of(given: Mapping[str, Any], name: str, where: str) -> str:
    """A text; empty where it is left out."""
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise UserError(f"{where}: {name} must be a text of at most {MAX_TEXT} characters.")
    return value.strip()


def _page(given: Mapping[str, Any], where: str) -> LessonPage:
    known(given, (*KINDS, "title", *OF_A_VIEW), where)
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) != 1:
        says = " and ".join(kinds) or "nothing"
        raise UserError(f"{where} is {says}: give one of {', '.join(KINDS)}.")
    kind = kinds[0]
    if kind != "view" and (extra := [word for word in OF_A_VIEW if word in given]):
        raise UserError(f"{where} is a {kind}: {extra[0]} belongs to a view.")
    name = _NAMES[kind](given[kind], where)
    title = text_of(given, "title", where)
    if kind != "view":
        return LessonPage(kind, name, title)
    controls = load(name).controls
    values = []
    for word in ("set", "fix"):
        table = given.get(word, {})
        if not isinstance(table, dict):
            raise UserError(f"{where}: {word} is a table, such as {word} = {{ seed = 3 }}.")
        known(table, controls, f"{where}, {word}")
        values.append({n: _checked(controls[n], n, v, where) for n, v in table.items()})
    hidden = given.get("hide", [])
    if not isinstance(hidden, list) or not all(isinstance(n, str) for n in hidden):
        raise UserError(f'{where}: hide is a list of controls, such as hide = ["seed"].')
    known(dict.fromkeys(hidden), controls, f"{where}, hide")
    return LessonPage(kind, name, title, values[0], values[1], tuple(hidden))


def _checked(control: Any, name: str, value: Any, where: str) -> Any:
    try:
        return control.check(name, value)
    except UserError as error:
        raise UserError(f"{where}: {error}") from None


def _chapter(given: Any, where: str) -> str:
    name = named(str(given))
    if name is None:
        wanted = [key(one) for one in (*chapters(), *sorted(names() - set(chapters())))]
        raise UserError(f"{where}: there is no chapter {given!r}; {nearest(str(given), wanted)}")
    return key(name)


def _view(given: Any, where: str) -> str:
    if str(given) not in VIEWS:
        raise UserError(f"{where}: there is no view {given!r}; {nearest(str(given), VIEWS)}")
    return str(given)


def _exercise(given: Any, where: str) -> str:
    try:
        return find(str(given), exercises()).name
    except UserError as error:
        raise UserError(f"{where}: {error}") from None


def _file(given: Any, where: str) -> str:
    if not is_ours(str(given)):
        raise UserError(f"{where}: {given!r} is not a file of ours, such as models/vision/mlp.py.")
    return str(given)


_NAMES = {"chapter": _chapter, "view": _view, "exercise": _exercise, "read": _file}


def title_of(page: LessonPage, language: str) -> str:
    """What a page is called."""
    if page.title:
        return page.title
    if page.kind == "chapter":
        name = named(page.name)
        return read(name, language).title if name else page.name
    if page.kind == "view":
        return words(page.name)[language]["title"]
    if page.kind == "exercise":
        return find(page.name, exercises()).title(language)
    return page.name
