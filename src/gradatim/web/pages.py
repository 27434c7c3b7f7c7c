"""The pages as HTML: the index by chapter and the frame around one view, in English and French."""

from collections.abc import Sequence
from html import escape
from typing import Any

from gradatim.views.core.engine import words
from gradatim.views.core.modules import modules

LANGUAGES = ("en", "fr")
WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "motto": "A lecture on deep learning, step by step.",
        "lead": "Every plot is live: it shows the lecture’s own PyTorch model as it trains. Guess "
        "first, then try it with your data, your model, your sentence.",
        "begin": "Start with the perceptron",
        "play": "Play against the champion",
        "keys": "Works offline, on this computer only. Space plays, arrows step, C shows the code.",
        "chapter": "Chapter",
        "index": "All views",
        "other": "Français",
        "lost": "This page does not exist. The home page lists all views.",
        "script": "This page needs JavaScript.",
        "exercises": "Write it yourself: the exercises",
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
        "lead": "Chaque figure est vivante : elle montre le modèle PyTorch du cours pendant qu’il "
        "apprend. Devinez d’abord, puis essayez avec vos données, votre modèle, votre phrase.",
        "begin": "Commencer par le perceptron",
        "play": "Jouer contre le champion",
        "keys": "Fonctionne sans réseau, sur cet ordinateur. Espace lance, les flèches avancent, C "
        "montre le code.",
        "chapter": "Chapitre",
        "index": "Toutes les vues",
        "other": "English",
        "lost": "Cette page n’existe pas. La page d’accueil liste toutes les vues.",
        "script": "Cette page a besoin de JavaScript.",
        "exercises": "L’écrire soi-même : les exercices",
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
    """Write the page that lists the views by chapter, each with a thumbnail."""
    say = WORDS[language]
    cards = []
    texts = {name: words(name)[language] for name in available}
    for chapter, title in say["chapters"].items():
        number = f"{say['chapter']} {chapter}" if chapter.isdigit() else title
        for name, text in texts.items():
            if text["chapter"] == chapter:
                where = number if title in (text["title"], number) else f"{number} · {title}"
                cards.append(
                    f'<li><a href="/view/{name}?lang={language}">'
                    f'<img src="/static/thumbnails/{name}.webp" '
                    f'alt="" width="620" height="404"><small>{escape(where)}</small>'
                    f"<strong>{escape(text['title'])}</strong>"
                    f"<span>{escape(text['summary'])}</span></a></li>"
                )
    to = other(language)
    body = (
        f'<header><h1>Gradatim</h1><p class="motto">{say["motto"]}</p><p>{say["lead"]}</p>'
        f'<p class="ways"><a href="/view/perceptron?lang={language}">{say["begin"]}</a>'
        f'<a href="/view/pyrat_match?lang={language}&amp;rat=human&amp;python=champion">'
        f"{say['play']}</a>"
        f'<a href="/lab?lang={language}">{say["exercises"]}</a></p>'
        f'<a class="language" href="/?lang={to}" lang="{to}">{say["other"]}</a></header>'
        f"<main><ul>{''.join(cards)}</ul></main><footer><p>{say['keys']}</p></footer>"
    )
    return document(language, "Gradatim", body, "index")


def view(language: str, name: str) -> str:
    """Write the page around one view."""
    say, text = WORDS[language], words(name)[language]
    body = (
        f'<header><a class="brand" href="/?lang={language}" title="{say["index"]}">Gradatim</a>'
        f"<h1>{escape(text['title'])}</h1><p>{escape(text['summary'])}</p>"
        f'<a class="language" id="language" href="?lang={other(language)}" '
        f'lang="{other(language)}">{say["other"]}</a></header>'
        f'<main id="view" data-view="{name}">'
        f"<noscript>{say['script']}</noscript></main>"
        '<script type="module" src="/static/host.js"></script>'
    )
    return document(language, f"{text['title']} · Gradatim", body, "view", modules(name))


def missing(language: str) -> str:
    """Write the page for an address that does not exist."""
    say = WORDS[language]
    body = (
        f'<header><h1>Gradatim</h1></header><main><p>{say["lost"]} <a href="/?lang={language}">'
        f"{say['index']}</a></p></main>"
    )
    return document(language, "Gradatim", body, "index")


def document(language: str, title: str, body: str, kind: str, preload: Sequence[str] = ()) -> str:
    """Write a whole page around a body.

    Args:
        language: "en" or "fr".
        title: of the window.
        body: HTML.
        kind: the class that its style goes by.
        preload: modules of views that the browser fetches at once, and not only when it has read
            the module that imports them.
    """
    ahead = "".join(f'<link rel="modulepreload" href="/views/{path}">' for path in preload)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>{ahead}"
        '<link rel="icon" href="/static/icon.svg">'
        '<link rel="stylesheet" href="/views/kit/view_kit.css">'
        f'<link rel="stylesheet" href="/static/page.css"></head><body class="{kind}">{body}'
        "</body></html>"
    )


def other(language: str) -> str:
    """The language that the page offers to switch to."""
    return "fr" if language == "en" else "en"
