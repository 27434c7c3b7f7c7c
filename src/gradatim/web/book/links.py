"""Where an address of the server lies in the book, and pages with their links changed to it."""

import hashlib
import re
from collections.abc import Callable
from html import escape, unescape
from posixpath import dirname, relpath
from urllib.parse import parse_qsl, urlencode, urlsplit

ANCHOR = re.compile(r'<a ([^>]*?)href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
TAG = re.compile(r"<[a-z][^<>]*>")  # code that is shown holds no tag but those that color it
ATTRIBUTE = re.compile(r'\b(href|src|data-steps|data-replay)="([^"]*)"')
FILES = ("/static/", "/views/", "/docs/", "/replays/", "/steps/", "/reference/", "/search-")


def place(address: str) -> str | None:
    """The path of an address below the book's folder; None where the book has no such page.

    Args:
        address: of our server, beginning with "/", such as "/chapter/1?lang=fr".
    """
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    path = parts.path
    begin = "fr/" if query.pop("lang", "en") == "fr" else ""
    if path.startswith(FILES):
        return path[1:] + (".json" if path.startswith("/steps/") else "")
    kind, _, rest = path[1:].partition("/")
    if kind == "view":
        if "human" in query.values():
            return None  # nobody plays against a recording
        embedded = "-embedded" if query.pop("embed", "") else ""
        mark = f"-{replay_mark(urlencode(query))}" if query else ""
        return f"{begin}view-{rest}{mark}{embedded}.html"
    name = rest.replace("/", "-")
    pages = {
        "": "index",
        "slides": "slides",
        "chapter": f"chapter-{name}" if name.isdecimal() else name,
        "read": f"read-{name}" if name else "models",
        "lab": f"exercise-{name}" if name else "exercises",
    }
    return f"{begin}{pages[kind]}.html" if kind in pages else None


def replay_mark(settings: str) -> str:
    """A short word for the settings of a view, for the names of files."""
    return hashlib.sha256(settings.encode()).hexdigest()[:8]


def in_other_language(address: str, language: str) -> str:
    """The address of the same page in another language."""
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query)), "lang": language}
    return f"{parts.path}?{urlencode(query)}"


def rewrite(html: str, address: str, found: Callable[[str], None]) -> str:
    """Let the links of a page lead to the files of the book.

    Args:
        html: the page, as our server gives it.
        address: its own.
        found: told every address of ours that the page leads to.
    """
    here = dirname(place(address) or "")

    def target(link: str) -> str | None:
        link = unescape(link)
        if link.startswith("?lang="):
            link = in_other_language(address, link.removeprefix("?lang="))
        if not link.startswith("/"):
            return link
        link, _, anchor = link.partition("#")
        path = place(link)
        if path is None:
            return None
        found(link)
        return relpath(path, here or ".") + (f"#{anchor}" if anchor else "")

    def anchor(match: re.Match[str]) -> str:
        link, inner = unescape(match[2]), match[4]
        if target(link) is not None:
            return match[0]
        recipe = dict(parse_qsl(urlsplit(link).query)).get("recipe")
        if recipe:
            return f"<code>gradatim train {escape(recipe)}</code>"
        return f'<span class="only-live">{inner}</span>'

    def attribute(match: re.Match[str]) -> str:
        return f'{match[1]}="{escape(target(match[2]) or "")}"'

    def tag(match: re.Match[str]) -> str:
        return ATTRIBUTE.sub(attribute, match[0])

    return TAG.sub(tag, ANCHOR.sub(anchor, html))
