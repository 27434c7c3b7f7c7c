"""The course's pages as HTML: its first page and a chapter."""

from collections.abc import Sequence
from html import escape

from gradatim.labs.exercise import Exercise, exercises
from gradatim.views.core.engine import words as view_words
from gradatim.web.course.documents import (
    CHAPTER,
    address,
    chapters,
    course_order,
    key,
    named,
    read,
)
from gradatim.web.course.markdown import PACKAGE, Page, recipes_in, render
from gradatim.web.course.progress import Done, next_chapter
from gradatim.web.course.words import WORDS
from gradatim.web.pages import document as whole
from gradatim.web.pages import other

NOTHING = Done()  # done yet
STYLE = '<link rel="stylesheet" href="/static/course/course.css">'


def index(language: str, views: Sequence[str], done: Done = NOTHING) -> str:
    """Write the first page: the chapters in the order of the lecture, each with its views.

    Args:
        language: "en" or "fr".
        views: those of this version.
        done: how far the learner is.
    """
    say = WORDS[language]
    cards = [_card(language, name, views, done) for name in course_order()]
    following = next_chapter(list(done.seen)) if done.seen else chapters()[0]
    begin = ""
    if following:
        title = read(following, language).title
        begin = (
            f'<a href="{address(following, language)}">'
            f"{say['go_on' if done.seen else 'begin']} {escape(title)}</a>"
        )
    body = (
        f'<header><h1>Gradatim</h1><p class="motto">{say["motto"]}</p><p>{say["lead"]}</p>'
        f'<p class="ways">{begin}<a href="/lab?lang={language}">{say["do"]}</a>'
        f'<a href="/view/pyrat_match?lang={language}&amp;rat=human&amp;python=champion">'
        f"{say['play']}</a>"
        f'<a href="/slides?lang={language}">{say["slides"]}</a></p>'
        f'<a class="language" href="/?lang={other(language)}" lang="{other(language)}">'
        f"{say['other']}</a></header>"
        f'<main><ol class="chapters">{"".join(cards)}</ol></main>'
        f'<footer><nav aria-label="{say["more"]}">{_more(language)}</nav>'
        f"<p>{say['keys']}</p></footer>"
    )
    return whole(language, "Gradatim", STYLE + body, "index")


def _more(language: str) -> str:
    """Links to what stands beside the chapters."""
    pages = [
        (read(name, language).title, address(name, language))
        for name in ("glossary", "own-data", "multimodal", "size-and-cost", "live-page")
    ]
    say = WORDS[language]
    pages += [
        (say["models"], f"/read?lang={language}"),
        (say["runs"], f"/runs?lang={language}"),
        (say["own"], f"/own?lang={language}"),
    ]
    return " ".join(f'<a href="{place}">{escape(title)}</a>' for title, place in pages)


def _views_of(chapter: str, views: Sequence[str]) -> list[str]:
    """The views of a chapter; the lab's view belongs to the lab on PyRat."""
    wanted = "lab" if chapter == "labs/pyrat" else chapter
    return [name for name in views if view_words(name)["en"]["chapter"] == wanted]


def _done(language: str, name: str, own: Sequence[str], done: Done) -> str:
    """What the learner did of a chapter: seen, questions answered, exercises solved, runs."""
    say, told = WORDS[language], []
    if f"chapter/{key(name)}" in done.seen:
        told.append(f"✓ {say['seen']}")
    for word, these in (
        ("guessed", [f"guess/{view}" in done.seen for view in own]),
        ("solved", [one.name in done.solved for one in exercises_of(name)]),
    ):
        if any(these):
            told.append(say[word].format(n=sum(these), all=len(these)))
    recipes = recipes_in(read(name, language))
    if n := sum(recipe in recipes for recipe in done.trained):
        told.append(say["trained"].format(n=n))
    return f' <span class="seen">{" · ".join(told)}</span>' if told else ""


def _card(language: str, name: str, views: Sequence[str], done: Done) -> str:
    say, page = WORDS[language], read(name, language)
    own = _views_of(key(name), views)
    # A chapter is titled "3 · Name"; a lab has a name only, and an empty number.
    number, _, title = page.title.rpartition(" · ")
    mark = _done(language, name, own, done)
    links = "".join(
        f'<li><a href="/view/{view}?lang={language}"><img width="620" height="404" '
        f'src="/static/thumbnails/{view}.webp" alt="">'
        f"<span>{escape(view_words(view)[language]['title'])}</span></a></li>"
        for view in own
    )
    where = f"{say['chapter']} {number}" if number else say["labs"]
    return (
        f'<li><a class="chapter" href="{address(name, language)}"><small>{where}{mark}</small>'
        f"<strong>{escape(title)}</strong><span>{escape(page.summary)}</span></a>"
        f"<ul>{links}</ul></li>"
    )


def chapter(language: str, name: str, views: Sequence[str]) -> str:
    """Write the page of a chapter, or of another text of docs/.

    Args:
        language: "en" or "fr".
        name: of the page, see documents.py.
        views: those of this version.
    """
    say, text = WORDS[language], read(name, language)
    page = render(text, language)
    notice = ""
    # Some texts exist in English only: better those, announced, than a missing page.
    if text.language != language:
        notice = f'<p class="notice">{say["english_only"]}</p>'
    # Not shown below for a single heading, which is not a table of contents.
    contents = "".join(f'<li><a href="#{id_}">{escape(t)}</a></li>' for id_, t in page.headings)
    aside = f'<nav class="contents" aria-label="{say["contents"]}"><ol>{contents}</ol></nav>'
    if CHAPTER.match(name):
        notice += f'<button id="present" type="button" hidden>{say["present"]}</button>'
    body = (
        f"{bar(language, text.title)}"
        f'<div class="columns">{aside if len(page.headings) > 1 else ""}<main>'
        f'{notice}<article lang="{text.language}">{page.html}</article>'
        f"{_onward(language, name, page, views)}</main></div>{_steps(language, name)}"
        '<script type="module" src="/static/course/course.js"></script>'
    )
    return whole(language, f"{text.title} · Gradatim", STYLE + body, "course")


def bar(language: str, title: str) -> str:
    """Write the bar at the top of a page of the course."""
    say = WORDS[language]
    return (
        f'<header class="bar"><a class="brand" href="/?lang={language}">Gradatim</a>'
        f'<span class="where">{escape(title)}</span>'
        f'<nav aria-label="{say["course"]}"><a href="/slides?lang={language}">{say["slides"]}</a>'
        f'<a href="{address("glossary", language)}">{say["glossary"]}</a>'
        f'<a href="/runs?lang={language}">{say["runs"]}</a>'
        f'<a href="/lab?lang={language}">{say["do"]}</a>'
        f'<a class="language" href="?lang={other(language)}" lang="{other(language)}">'
        f"{say['other']}</a></nav></header>"
    )


def _onward(language: str, name: str, page: Page, views: Sequence[str]) -> str:
    """What to do after reading: the views, the exercises and the code of the chapter."""
    say = WORDS[language]
    own = _views_of(key(name), views)
    parts = [
        (
            "views",
            [
                f'<a href="/view/{view}?lang={language}">'
                f"{escape(view_words(view)[language]['title'])}</a>"
                for view in own
            ],
        ),
        (
            "exercises",
            [
                f'<a href="/lab/{one.name}?lang={language}">{escape(one.title(language))}</a> '
                f"<small>{say['minutes'].format(n=one.info.minutes)}</small>"
                for one in exercises_of(name)
            ],
        ),
        (
            "recipes",
            [
                f'<a href="/runs/new?recipe={recipe}&amp;lang={language}"><code>{recipe}</code></a>'
                for recipe in page.recipes
            ],
        ),
        (
            "files",
            [
                f'<a href="/read/{file}?lang={language}"><code>{file}</code></a> '
                f"<small>{say['lines'].format(n=_length(file))}</small>"
                for file in page.files
            ],
        ),
    ]
    lists = "".join(
        f"<div><h3>{say[word]}</h3><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul></div>"
        for word, items in parts
        if items
    )
    if not lists:
        return ""
    heading = f"<h2>{say['onward']}</h2>"
    return f'<section class="onward" id="onward">{heading}<div>{lists}</div></section>'


def _length(file: str) -> int:
    return len((PACKAGE / file).read_text("utf-8").splitlines())


def chapter_of(exercise: Exercise) -> str:
    """The page that an exercise belongs to, by the number or the name of its list; else empty."""
    if exercise.info.chapter == "pyrat":
        return "labs/pyrat"
    number = exercise.chapter("en").partition(" ")[0]
    return (number.isdecimal() and named(number)) or ""


def chapters_with(recipe: str, language: str) -> list[str]:
    """The chapters whose text trains a recipe."""
    return [name for name in chapters() if recipe in recipes_in(read(name, language))]


def exercises_of(name: str) -> list[Exercise]:
    """The exercises of a chapter."""
    return [one for one in exercises() if chapter_of(one) == name]


def _steps(language: str, name: str) -> str:
    """The chapter before and the one after."""
    say, order = WORDS[language], course_order()
    if name not in order:
        return ""
    at = order.index(name)
    links = []
    for place, word in ((at - 1, "before"), (at + 1, "after")):
        if 0 <= place < len(order):
            title = escape(read(order[place], language).title)
            shown = f"‹ {title}" if word == "before" else f"{title} ›"
            links.append(
                f'<a class="{word}" href="{address(order[place], language)}" '
                f'rel="{"prev" if word == "before" else "next"}">'
                f"<small>{say[word]}</small>{shown}</a>"
            )
    return f'<nav class="steps" aria-label="{say["steps"]}">{"".join(links)}</nav>'
