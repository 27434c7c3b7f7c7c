"""The pages as HTML: the index by chapter and the frame around one view, in English and French."""

from html import escape
from typing import Any

from gradatim.views.engine import words

LANGUAGES = ("en", "fr")
WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "motto": "A lecture on deep learning, step by step.",
        "lead": "Every picture is drawn by the live PyTorch model of the lecture. "
        "Guess first, then touch it.",
        "index": "All views",
        "other": "Français",
        "waiting": "Its view is not there yet.",
        "lost": "There is no such page. All pages are listed on the first one.",
        "script": "This page needs JavaScript.",
        "chapters": {
            "1": "Perceptron",
            "2": "Gradient descent",
            "3": "Multi-layer perceptron",
            "4": "Convolution",
            "7": "Attention",
            "8": "Language models",
            "lab": "Lab PyRat",
        },
    },
    "fr": {
        "motto": "Un cours d’apprentissage profond, pas à pas.",
        "lead": "Chaque image est dessinée par le vrai modèle PyTorch du cours. "
        "Devinez d’abord, puis touchez.",
        "index": "Toutes les vues",
        "other": "English",
        "waiting": "Sa vue n’est pas encore là.",
        "lost": "Cette page n’existe pas. La première page les liste toutes.",
        "script": "Cette page a besoin de JavaScript.",
        "chapters": {
            "1": "Perceptron",
            "2": "Descente de gradient",
            "3": "Perceptron multicouche",
            "4": "Convolution",
            "7": "Attention",
            "8": "Modèles de langue",
            "lab": "Atelier PyRat",
        },
    },
}


def index(language: str, available: list[str]) -> str:
    """Write the page that lists the views by chapter."""
    say = WORDS[language]
    sections = []
    texts = {name: words(name)[language] for name in available}
    for chapter, title in say["chapters"].items():
        cards = "".join(
            f'<li><a href="/view/{name}?lang={language}"><strong>{escape(text["title"])}</strong>'
            f"<span>{escape(text['summary'])}</span></a></li>"
            for name, text in texts.items()
            if text["chapter"] == chapter
        )
        number = f"<small>{chapter}</small> " if chapter.isdigit() else ""
        inner = f"<ul>{cards}</ul>" if cards else f"<p>{say['waiting']}</p>"
        sections.append(f"<section><h2>{number}{escape(title)}</h2>{inner}</section>")
    body = (
        f'<header><h1>Gradatim</h1><p class="motto">{say["motto"]}</p>'
        f'<p>{say["lead"]}</p><a class="language" href="/?lang={_other(language)}" '
        f'lang="{_other(language)}">{say["other"]}</a></header><main>{"".join(sections)}</main>'
    )
    return _document(language, "Gradatim", body, "index")


def view(language: str, name: str) -> str:
    """Write the page around one view."""
    say, text = WORDS[language], words(name)[language]
    body = (
        f'<header><a class="brand" href="/?lang={language}" title="{say["index"]}">Gradatim</a>'
        f"<h1>{escape(text['title'])}</h1><p>{escape(text['summary'])}</p>"
        f'<a class="language" id="language" href="?lang={_other(language)}" '
        f'lang="{_other(language)}">{say["other"]}</a></header>'
        f'<main id="view" data-view="{name}">'
        f"<noscript>{say['script']}</noscript></main>"
        '<script type="module" src="/static/host.js"></script>'
    )
    return _document(language, f"{text['title']} · Gradatim", body, "view", f"/views/{name}.js")


def missing(language: str) -> str:
    """Write the page for an address that does not exist."""
    say = WORDS[language]
    body = (
        f'<header><h1>Gradatim</h1></header><main><p>{say["lost"]} <a href="/?lang={language}">'
        f"{say['index']}</a></p></main>"
    )
    return _document(language, "Gradatim", body, "index")


def _document(language: str, title: str, body: str, kind: str, preload: str = "") -> str:
    ahead = "".join(
        f'<link rel="modulepreload" href="{path}">'
        for path in (preload, "/views/kit.js", "/views/pen.js")
        if preload
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>{ahead}"
        '<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/views/kit.css">'
        f'<link rel="stylesheet" href="/static/page.css"></head><body class="{kind}">{body}'
        "</body></html>"
    )


def _other(language: str) -> str:
    return "fr" if language == "en" else "en"
