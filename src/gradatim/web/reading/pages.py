"""The page of a file with numbered lines, and the controls to step through it."""

import ast
import json
from html import escape
from pathlib import Path

from gradatim.insight.tracing.examples import EXAMPLES
from gradatim.web.course.documents import address, names, read
from gradatim.web.course.markdown import PACKAGE, colored
from gradatim.web.course.pages import STYLE, bar
from gradatim.web.pages import document
from gradatim.web.reading.words import WORDS

READING_STYLE = STYLE + '<link rel="stylesheet" href="/static/reading/reading.css">'
SCRIPT = '<script type="module" src="/static/reading/steps.js"></script>'


def lines_of(text: str) -> list[str]:
    """The lines of a Python file as colored HTML."""
    # An empty line would collapse to no height, and the numbers beside it would shift.
    return [line or " " for line in colored(text, "python").splitlines()]


def ours(language: str, path: str, owner: bool) -> str:
    """Write the page of one of the package's files.

    Args:
        language: "en" or "fr".
        path: below the package, such as "models/vision/mlp.py".
        owner: whether the visitor may run a program of her own.
    """
    links = "".join(
        f'<li><a href="{address(name, language)}">{escape(read(name, language).title)}</a></li>'
        for name in pages_about(path)
    )
    if path in EXAMPLES:
        links += f'<li><a href="/read?lang={language}">{WORDS[language]["files"]}</a></li>'
    if owner:
        links += f'<li><a href="/own?lang={language}">{WORDS[language]["own"]}</a></li>'
    about = f'<ul class="about">{links}</ul>' if links else ""
    program = EXAMPLES.get(path, "")
    stepper = _stepper(language, f"/steps/{path}", program, "change", owner) if program else ""
    return _page(language, path, about + stepper, (PACKAGE / path).read_text("utf-8"))


def own(language: str, name: str, text: str) -> str:
    """Write the page of one of the learner's files."""
    back = f'<ul class="about"><li><a href="/own?lang={language}">{WORDS[language]["own"]}</a></ul>'
    stepper = _stepper(language, "", "", "add", True, name)
    return _page(language, name, back + stepper, text)


def _page(language: str, path: str, above: str, text: str) -> str:
    # Ids as GitHub's, so that a link may name a line: #L12.
    rows = "".join(f'<li id="L{i}">{line}</li>' for i, line in enumerate(lines_of(text), 1))
    body = (
        f"{bar(language, Path(path).name)}"
        f'<main class="source"><h1><code id="shown">{escape(path)}</code></h1>{above}'
        f'<div class="beside"><pre tabindex="0" id="code"><ol>{rows}</ol></pre>'
        f'<section id="values" hidden></section></div></main>{SCRIPT}'
    )
    return document(language, f"{path} · Gradatim", READING_STYLE + body, "course")


def _stepper(
    language: str, steps: str, program: str, label: str, owner: bool, own: str = ""
) -> str:
    """The controls, and for the server's owner a field for the program.

    Args:
        language: "en" or "fr".
        steps: the address of the steps of the example; empty: ask with the program only.
        program: what is run at first.
        label: the word over the field.
        owner: whether there is a field.
        own: name of the learner's file that is run before the program.
    """
    say = WORDS[language]
    # Only for who started the server: the program in it runs on this computer.
    field = (
        f'<details class="program"{" open" if own else ""}><summary>{say[label]}</summary>'
        f'<form id="program"><textarea aria-label="{say[label]}" spellcheck="false" '
        f'rows="{min(14, program.count(chr(10)) + 3)}">{escape(program)}</textarea>'
        f"<button>{say['run']}</button></form></details>"
        if owner
        else ""
    )
    buttons = "".join(
        f'<button type="button" data-do="{name}" title="{say[name]}">{sign}</button>'
        for name, sign in (
            ("before", "←"),
            ("next", "→"),
            ("over", "↓"),
            ("forward", say["forward"]),
            ("backward", say["backward"]),
        )
    )
    return (
        f'<section id="stepper" data-steps="{steps}" data-own="{escape(own)}" '
        f'data-words="{escape(json.dumps(say))}"><p class="begin">'
        f'<button type="button" id="begin">{say["start"]}</button></p>'
        f'<div class="controls" hidden>{buttons}'
        f'<label><input type="checkbox" id="modules"> {say["modules"]}</label>'
        f'<input type="range" id="slider" min="0" value="0" aria-label="{say["slider"]}">'
        f'<output id="count"></output></div><p id="told" role="status"></p>'
        f'<p class="keys" hidden>{say["keys"]}</p>{field}</section>'
    )


def files(language: str, folder: Path, found: list[str]) -> str:
    """Write the list of the learner's files."""
    say = WORDS[language]
    rows = "".join(
        f'<li><a href="/own/{escape(name)}?lang={language}"><code>{escape(name)}</code></a></li>'
        for name in found
    )
    lead = say["own_lead"].format(folder=f"<code>{escape(str(folder))}</code>")
    body = (
        f'{bar(language, say["own"])}<main class="source"><h1>{say["own"]}</h1><p>{lead}</p>'
        f"{f'<ul>{rows}</ul>' if rows else say['no_own']}</main>"
    )
    return document(language, f"{say['own']} · Gradatim", READING_STYLE + body, "course")


def index(language: str) -> str:
    """Write the list of the models' files, folder by folder, each with what it says it is."""
    say = WORDS[language]
    folders: dict[str, list[str]] = {}
    for path in sorted(EXAMPLES):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    parts = "".join(
        f"<h2><code>{folder}</code></h2><ul>{''.join(_file(language, path) for path in paths)}</ul>"
        for folder, paths in folders.items()
    )
    body = (
        f'{bar(language, say["files"])}<main class="source"><h1>{say["files"]}</h1>'
        f"<p>{say['files_lead']}</p>{parts}</main>"
    )
    return document(language, f"{say['files']} · Gradatim", READING_STYLE + body, "course")


def _file(language: str, path: str) -> str:
    """A file with the first sentence of its docstring, which is English."""
    said = ast.get_docstring(ast.parse((PACKAGE / path).read_text("utf-8"))) or ""
    first = " ".join(said.partition("\n\n")[0].split()).replace("`", "")
    return (
        f'<li><a href="/read/{path}?lang={language}"><code>{path.rpartition("/")[2]}</code></a> '
        f'<small lang="en">{escape(first)}</small></li>'
    )


def pages_about(path: str) -> list[str]:
    """The pages of docs/ that name a file."""
    return sorted(name for name in names() if f"{path}`" in read(name, "en").text)
