"""The lab's pages as HTML: the list of exercises with one's progress, and one exercise."""

import json
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from gradatim.labs.exercise import Exercise
from gradatim.labs.file_versions import Version
from gradatim.labs.learner_view import has_view, load_view
from gradatim.labs.workspace import Workspace
from gradatim.web.course.documents import address
from gradatim.web.course.pages import chapter_of
from gradatim.web.lab_words import WORDS
from gradatim.web.pages import WORDS as PAGE_WORDS
from gradatim.web.pages import document, other

MARKS = {"new": "", "tried": "·", "seen": "~", "done": "✓"}
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def html(text: str) -> str:
    """The text of a task or hint as HTML; HTML inside the text stays text."""
    return _markdown.render(text)


def progress(workspace: Workspace, exercise: Exercise) -> dict[str, Any]:
    """How far the learner is, in all and in one exercise."""
    every = workspace.exercises
    done = sum(workspace.of(one).state == "done" for one in every)
    return {"done": done, "all": len(every), "state": workspace.of(exercise).state}


def index(language: str, workspace: Workspace) -> str:
    """Write the list of exercises."""
    say, every = WORDS[language], workspace.exercises
    states = {one.name: workspace.of(one).state for one in every}
    done = sum(state == "done" for state in states.values())
    current = workspace.current()
    begun = any(state != "new" for state in states.values())
    word = "all_done" if done == len(every) else "go_on" if begun else "start"
    count = say["done_of"].format(done=done, all=len(every))
    told = count + _left(language, [one for one in every if states[one.name] != "done"])
    core = [one for one in every if one.info.core]
    if core:
        waiting = [one for one in core if states[one.name] != "done"]
        counted = say["core_of"].format(done=len(core) - len(waiting), all=len(core))
        told += f"<br>{counted}{_left(language, waiting)}"
    parts = []
    for chapter, together in groupby(every, lambda one: one.chapter(language)):
        group = list(together)
        rows = "".join(_row(language, workspace, one, one == current) for one in group)
        head = f"<h2>{_chapter_link(language, group[0]) or escape(chapter)}</h2>" if chapter else ""
        parts.append(f'<section>{head}<ol class="lab-list">{rows}</ol></section>')
    body = (
        f'<header><a class="home" href="/?lang={language}">Gradatim</a><h1>{say["lab"]}</h1>'
        f'<p class="motto">{say["lead"]}</p>{_switch(language)}</header>'
        f'<main><section class="lab-progress"><progress max="{len(every)}" value="{done}" '
        f'aria-label="{escape(count)}"></progress><p>{told}</p>'
        f'<a class="lab-go" href="/lab/{current.name}?lang={language}">{say[word]} '
        f"<strong>{escape(current.title(language))}</strong></a></section>"
        f"{''.join(parts)}</main>"
        f"<footer><p>{say['folder']} <code>{escape(str(workspace.path))}</code> · "
        f'<a href="/own?lang={language}">{say["step"]}</a></p></footer>'
    )
    return document(language, f"{say['lab']} · Gradatim", _styled(body), "lab-index")


def _left(language: str, waiting: list[Exercise]) -> str:
    """The time that some exercises take together."""
    hours, rest = divmod(sum(one.info.minutes for one in waiting), 60)
    words = WORDS[language]["left"].format(hours=hours, minutes=rest)
    return f" · {words}" if waiting else ""


def _row(language: str, workspace: Workspace, exercise: Exercise, current: bool) -> str:
    say, state = WORDS[language], workspace.of(exercise).state
    number = exercise.name.partition("-")[0]
    details = [say["minutes"].format(n=exercise.info.minutes)]
    if exercise.info.core:
        details.append(say["core"])
    if has_view(exercise):
        details.append(say["with_view"])
    if state != "new":
        details.append(say[f"state_{state}"])
    mark = f'<span class="lab-mark" aria-hidden="true">{MARKS[state]}</span>'
    here = ' aria-current="step"' if current else ""
    return (
        f'<li class="{state}"><a href="/lab/{exercise.name}?lang={language}"{here}>{mark}'
        f"<small>{escape(number)}</small><strong>{escape(exercise.title(language))}</strong>"
        f"<span>{' · '.join(details)}</span></a></li>"
    )


def exercise(workspace: Workspace, one: Exercise, version: Version) -> str:
    """Write the page of one exercise; workspace.language is the page's."""
    language = workspace.language
    say, every = WORDS[language], workspace.exercises
    at = [other_one.name for other_one in every].index(one.name)
    title = one.title(language)
    view = load_view(one, workspace.file(one), language).name if has_view(one) else ""
    shown = progress(workspace, one)
    data = {
        **{"name": one.name, "module": one.module, "path": str(workspace.file(one))},
        **{"file": {"mark": version.mark, "text": version.text, "problem": version.problem}},
        "levels": len(one.hints(language)),
        "hints": [html(text) for text in one.hints(language)[: workspace.of(one).hints]],
        "titles": {other_one.name: other_one.title(language) for other_one in every},
        "progress": shown,
        "words": say,
    }
    task = one.text("task", language).lstrip()
    body_of_task = task.partition("\n")[2] if task.startswith("#") else task
    panels = "".join(
        f'<div role="tabpanel" id="panel-{key}" aria-labelledby="tab-{key}" tabindex="0"{hidden}>'
        f"{inner}</div>"
        for key, inner, hidden in (
            ("task", html(body_of_task), ""),
            ("hints", "", " hidden"),
            *((("view", _view(view, one, language), " hidden"),) if view else ()),
            ("solution", "", " hidden"),
        )
    )
    keys = ("task", "hints", *(("view",) if view else ()), "solution")
    tabs = "".join(
        f'<button type="button" role="tab" id="tab-{key}" aria-controls="panel-{key}" '
        f'aria-selected="{str(key == "task").lower()}" tabindex="{0 if key == "task" else -1}">'
        f"{say[key]}</button>"
        for key in keys
    )
    body = (
        f'<header><a class="brand" href="/?lang={language}" '
        f'title="{PAGE_WORDS[language]["index"]}">Gradatim</a>'
        f'<a class="lab-up" href="/lab?lang={language}" title="{say["every"]}">{say["lab"]}</a>'
        f'<span class="lab-up">{_chapter_link(language, one)}</span><h1>{escape(title)}</h1>'
        f"<nav>{_step(language, every, at - 1, 'previous', '‹')}"
        f'<span id="lab-count">{say["done_of"].format(**shown)}</span>'
        f"{_step(language, every, at + 1, 'following', '›')}</nav>"
        f"{_switch(language)}</header>"
        f'<main id="lab"><noscript>{say["script"]}</noscript>'
        f'<section class="lab-left"><div role="tablist">{tabs}</div>{panels}</section>'
        f'<section class="lab-right" aria-label="{say["file"]}">'
        '<div class="lab-bar" id="lab-bar"></div><div id="lab-alert" role="alert"></div>'
        '<div id="lab-editor"></div>'
        '<div id="lab-answer" aria-live="polite" tabindex="-1"></div></section></main>'
        f'<script type="application/json" id="lab-data">{_json(data)}</script>'
        '<script type="module" src="/static/lab/lab.js"></script>'
    )
    return document(language, f"{title} · {say['lab']}", _styled(body), "view lab")


def _chapter_link(language: str, one: Exercise) -> str:
    """A link to the chapter that an exercise belongs to; empty where it has none."""
    page = chapter_of(one)
    if not page:
        return ""
    return f'<a href="{address(page, language)}">{escape(one.chapter(language))}</a>'


def _view(view: str, one: Exercise, language: str) -> str:
    return (
        f'<p id="lab-own" role="status">{WORDS[language]["view_wait"]}</p>'
        f'<div id="view" data-view="{view}" data-lab="{one.name}.{language}"></div>'
    )


def _step(language: str, every: list[Exercise], i: int, word: str, arrow: str) -> str:
    if not 0 <= i < len(every):
        return f'<span class="lab-end" aria-hidden="true">{arrow}</span>'
    label = f"{WORDS[language][word]} {every[i].title(language)}"
    return (
        f'<a href="/lab/{every[i].name}?lang={language}" aria-label="{escape(label)}" '
        f'title="{escape(label)}">{arrow}</a>'
    )


def no_folder(language: str, start: Path, problem: str) -> str:
    """Write the page that offers to make the learner's folder."""
    say = WORDS[language]
    offered = escape(str(start / "gradatim-lab"))
    body = (
        f'<header><a class="home" href="/?lang={language}">Gradatim</a><h1>{say["lab"]}</h1>'
        f'<p class="motto">{say["lead"]}</p>{_switch(language)}</header><main class="lab-make">'
        f'<form method="post" action="/lab/make?lang={language}"><h2>{say["make_title"]}</h2>'
        f"<p>{say['make_text']}</p><p><code>{offered}</code></p>"
        f'<button class="lab-go">{say["make"]}</button><p>{_code(say["make_else"])}</p>'
        f'<p class="lab-problem">{_code(escape(problem))}</p></form></main>'
    )
    return document(language, f"{say['lab']} · Gradatim", _styled(body), "lab-index")


def closed(language: str) -> str:
    """Write the page of a server that other computers reach."""
    return lost(language, WORDS[language]["closed"], up="/")


def lost(language: str, sentence: str, up: str = "/lab") -> str:
    """Write a page with one sentence and the way back."""
    say = WORDS[language]
    label = say["every"] if up == "/lab" else PAGE_WORDS[language]["index"]
    body = (
        f"<header><h1>{say['lab']}</h1></header><main class='lab-make'><p>"
        f'{_code(escape(sentence))} <a href="{up}?lang={language}">{label}</a></p></main>'
    )
    return document(language, f"{say['lab']} · Gradatim", _styled(body), "lab-index")


def _switch(language: str) -> str:
    to = other(language)
    return (
        f'<a class="language" id="language" href="?lang={to}" lang="{to}">'
        f"{PAGE_WORDS[language]['other']}</a>"
    )


def _styled(body: str) -> str:
    return f'<link rel="stylesheet" href="/static/lab/lab.css">{body}'


def _code(text: str) -> str:
    parts = text.split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))


def _json(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element that holds it."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
