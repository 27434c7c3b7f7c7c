"""The frame of every page as HTML, and the page around one view, in English and French."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from starlette.requests import Request

from gradatim.printing import escape_invisible
from gradatim.views.core.engine import words
from gradatim.views.core.modules import modules

LANGUAGES = ("en", "fr")
WORDS = {
    "en": {
        "index": "The course",
        "chapter": "Chapter",
        "onward": "Do it yourself",
        "other": "Français",
        "lost": "This page does not exist. The first page of the course lists all chapters.",
        "script": "This page needs JavaScript.",
        "locked": "This page needs the token of the server, because it can run programs. In the "
        "terminal where <code>gradatim serve</code> runs stands an address that ends in "
        "<code>?token=…</code>: open that one once, and this browser remembers it. "
        "<code>gradatim lab open</code> does it for you.",
    },
    "fr": {
        "index": "Le cours",
        "chapter": "Chapitre",
        "onward": "À vous",
        "other": "English",
        "lost": "Cette page n’existe pas. La première page du cours liste tous les chapitres.",
        "script": "Cette page a besoin de JavaScript.",
        "locked": "Cette page demande le jeton du serveur : elle peut lancer des programmes. "
        "Dans le terminal où tourne <code>gradatim serve</code> se trouve une adresse qui finit "
        "par <code>?token=…</code> : ouvrez-la une fois, et ce navigateur la retient. "
        "<code>gradatim lab open</code> le fait pour vous.",
    },
}


def language_of(request: Request) -> str:
    """The language that a visitor asks for in the address, or else in the browser's settings."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    # The first language that the browser names is the one that it prefers.
    return "fr" if request.headers.get("accept-language", "").startswith("fr") else "en"


def view(language: str, name: str, embedded: bool = False, run: str = "") -> str:
    """Write the page around one view.

    Args:
        language: "en" or "fr".
        name: of the view.
        embedded: inside the page of a chapter, which names it and leads on.
        run: the run from whose report somebody came, to lead back there.
    """
    say, text = WORDS[language], words(name)[language]
    chapter = text["chapter"]
    of_chapter = f"{say['chapter']} {chapter}" if chapter.isdigit() else "PyRat"
    up = f"/chapter/{chapter if chapter.isdigit() else 'labs/pyrat'}?lang={language}"
    header = (
        f'<header><a class="brand" href="/?lang={language}" title="{say["index"]}">Gradatim</a>'
        f'<a class="up" href="{up}">{of_chapter}</a>'
        f'<a class="up more" href="{up}#onward">{say["onward"]}</a>{_back(language, run)}'
        f"<h1>{escape(text['title'])}</h1><p>{escape(text['summary'])}</p>"
        f'<a class="language" id="language" href="?lang={other(language)}" '
        f'lang="{other(language)}">{say["other"]}</a></header>'
    )
    # For screen readers: a page needs a heading even where the chapter shows the name already.
    named = f'<h1 class="unseen">{escape(text["title"])}</h1>'
    body = (
        f'{named if embedded else header}<main id="view" data-view="{name}">'
        f"<noscript>{say['script']}</noscript></main>"
        '<script type="module" src="/static/host.js"></script>'
    )
    return document(language, f"{text['title']} · Gradatim", body, "view", modules(name))


def _back(language: str, run: str) -> str:
    """A link to a run and its report."""
    if not run:
        return ""
    address, name = f"/runs/{quote(run)}?lang={language}", escape(escape_invisible(run[:60]))
    return f'<a class="up" href="{escape(address)}">{name}</a>'


def missing(language: str) -> str:
    """Write the page for an address that does not exist."""
    say = WORDS[language]
    body = (
        f'<header><h1>Gradatim</h1></header><main><p>{say["lost"]} <a href="/?lang={language}">'
        f"{say['index']}</a></p></main>"
    )
    return document(language, "Gradatim", body, "index")


def locked(language: str) -> str:
    """Write the page for who asks for the lab without the server's token."""
    say = WORDS[language]
    body = (
        f"<header><h1>Gradatim</h1></header><main><p>{say['locked']}</p>"
        f'<p><a href="/?lang={language}">{say["index"]}</a></p></main>'
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
    # Else each module is asked for only when the one before has arrived and been read.
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
