"""The pages of the runs as HTML: the table, and one run."""

import os
from html import escape
from typing import Any, get_args
from urllib.parse import quote

from gradatim.printing import escape_invisible
from gradatim.recipes.options import Option
from gradatim.recipes.registry import RECIPES
from gradatim.reports.live_views import live_view
from gradatim.web.course.documents import address, read
from gradatim.web.course.pages import STYLE, bar, chapters_with
from gradatim.web.pages import document
from gradatim.web.run_form import NAMES
from gradatim.web.runs.expected_results import FRENCH
from gradatim.web.runs.report_in_french import metric_in_french
from gradatim.web.runs.words import WORDS

SCRIPT = '<script type="module" src="/static/runs/runs.js"></script>'


def index(language: str, states: list[dict[str, Any]], problem: str = "") -> str:
    """Write the table of the runs, and the list of recipes to start one."""
    say = WORDS[language]
    metrics = sorted({name for state in states for name in state.get("metrics", {})})
    named = [metric_in_french(name) if language == "fr" else name for name in metrics]
    head = "".join(
        f'<th scope="col"><button type="button" data-sort="{i}">{escape(word)}</button></th>'
        for i, word in enumerate((say["run"], say["recipe"], say["state"], say["time"], *named))
    )
    rows = "".join(_row(language, state, metrics) for state in states)
    table = (
        f'<div class="wide" tabindex="0" role="group"><table id="runs"><thead><tr>{head}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
    )
    told = f'<p class="notice" role="alert">{escape(problem)}</p>' if problem else ""
    body = (
        f'{bar(language, say["runs"])}<main class="source"><h1>{say["runs"]}</h1>{told}'
        f'<form action="/runs/new" method="get" class="start"><input type="hidden" name="lang" '
        f'value="{language}"><label>{say["recipe"]} <select name="recipe">'
        f"{_recipes(language)}</select></label> <button>{say['choose']}</button></form>"
        f"{table if states else '<p>' + say['none'] + '</p>'}</main>{SCRIPT}"
    )
    return document(language, f"{say['runs']} · Gradatim", STYLE + body, "course")


def _recipes(language: str) -> str:
    """The recipes as a list to choose from, those of one kind of data together."""
    kinds: dict[str, list[str]] = {}
    for name, entry in RECIPES.items():
        kinds.setdefault(entry.module.partition(".")[0], []).append(name)
    return "".join(
        f'<optgroup label="{WORDS[language][kind]}">'
        f"{''.join(f'<option>{name}</option>' for name in names)}</optgroup>"
        for kind, names in kinds.items()
    )


def address_of(name: str) -> str:
    """Where the page of a run is; a folder may have any name."""
    return f"/runs/{quote(os.fsencode(name))}"


def _row(language: str, state: dict[str, Any], metrics: list[str]) -> str:
    say, measured = WORDS[language], state.get("metrics", {})
    address, name = address_of(state["name"]), escape(escape_invisible(state["name"]))
    cells = [
        f'<a href="{address}?lang={language}">{name}</a>',
        escape(state.get("recipe", "")),
        say[state["state"]],
        f"{_number(language, state.get('seconds', 0), '.1f')} s",
        *(_number(language, measured[m], ".4g") if m in measured else "–" for m in metrics),
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _number(language: str, value: float, form: str) -> str:
    """A number as the page's language writes it."""
    text = f"{value:{form}}"
    return text.replace(".", ",") if language == "fr" else text


def new(language: str, recipe: str, shown: list[Option], problem: str = "") -> str:
    """Write the form that starts a run: the options that matter, with their defaults."""
    say = WORDS[language]
    expected = FRENCH[recipe] if language == "fr" else RECIPES[recipe].expected_result
    told = f'<p class="notice" role="alert">{escape(problem)}</p>' if problem else ""
    fields = "".join(_field(language, option) for option in shown)
    body = (
        f'{bar(language, recipe)}<main class="source"><h1>{escape(recipe)}</h1>{told}'
        f"<p>{say['expect']} {escape(expected)}.</p>{_chapters(language, recipe)}"
        f'<form action="/runs/start?lang={language}" method="post" class="start">'
        f'<input type="hidden" name="recipe" value="{recipe}">{fields}'
        f"<button>{say['start']}</button></form></main>"
    )
    return document(language, f"{recipe} · Gradatim", STYLE + body, "course")


def _chapters(language: str, recipe: str) -> str:
    """Links to the chapters that train a recipe, if any does."""
    links = ", ".join(
        f'<a href="{address(name, language)}">{escape(read(name, language).title)}</a>'
        for name in chapters_with(recipe, language)
    )
    return f"<p>{WORDS[language]['of']} {links}.</p>" if links else ""


def _field(language: str, option: Option) -> str:
    """An option as a field, with its name in the page's language and what it means."""
    say, value = WORDS[language], escape(str(option.value))
    field = f'<input name="{option.name}" inputmode="decimal" value="{value}">'
    if option.name in NAMES:
        field = f'<input name="{option.name}" value="{value}">'
    elif isinstance(option.value, str):
        chosen = "".join(
            f"<option{' selected' if choice == option.value else ''}>{escape(choice)}</option>"
            for choice in get_args(option.type) or (option.value,)
        )
        field = f'<select name="{option.name}">{chosen}</select>'
    name, meaning = say[f"about_{option.name}"].split(": ")
    return f"<p><label>{name} {field}</label><small>{meaning}</small></p>"


def _live_view(language: str, state: dict[str, Any]) -> str:
    """A link to the view that shows a model of this kind at work."""
    view = live_view(state.get("recipe", ""), state["name"], state.get("network", ""))
    if not view:
        return ""
    address = escape(f"/{view}&lang={language}")
    return f'<a href="{address}">{WORDS[language]["view"]}</a> '


def run(language: str, state: dict[str, Any]) -> str:
    """Write the page of one run; its script keeps it fresh."""
    say, name, address = WORDS[language], escape_invisible(state["name"]), address_of(state["name"])

    def button(action: str) -> str:
        return (
            f'<form action="{address}/{action}?lang={language}" method="post" '
            f'data-when="{"running starting" if action == "stop" else "stopped failed"}">'
            f"<button>{say[action]}</button></form>"
        )

    words = "".join(
        f'data-{key}="{escape(say[key])}" '
        for key in ("starting", "running", "stopped", "finished", "failed", "left", "steps", "made")
    )
    body = (
        f'{bar(language, name)}<main class="source" id="run" data-address="{address}" {words}>'
        f"<h1>{escape(name)}</h1>{_chapters(language, state.get('recipe', ''))}"
        f'<p><span id="state" role="status">{say[state["state"]]}</span> '
        f'<span id="left"></span></p><progress id="fraction" max="1" '
        f'aria-label="{say["progress"]}"></progress>'
        f'<div class="start">{button("stop")}{button("resume")}'
        f"{_live_view(language, state)}"
        f'<a href="/runs?lang={language}">{say["runs"]}</a></div>'
        f'<div class="watch"><figure class="live"><svg id="curve" viewBox="0 0 560 260" role="img" '
        f'aria-label="{say["loss"]}"></svg><figcaption>{say["loss"]}</figcaption></figure>'
        f'<figure class="live" id="made" hidden><img id="drawn" alt="" hidden><pre id="written" '
        f'tabindex="0" hidden></pre><figcaption><span id="after" role="status"></span><label>'
        f'{say["sample"]} <input type="range" id="which" min="0" value="0"></label></figcaption>'
        f"</figure></div>"
        f'<pre id="said" tabindex="0" hidden></pre><div id="report"></div></main>{SCRIPT}'
    )
    return document(language, f"{name} · Gradatim", STYLE + body, "course")
