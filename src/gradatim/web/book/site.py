"""Write the book: from the first page on, every page that another one leads to.

The pages are those of the server. Where it computes, the book shows a recording of the same
engine; where only it can help (runs, one's own files), the link is left out.
"""

import json
import shutil
from collections import deque
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from gradatim.errors import UserError
from gradatim.labs.exercise import exercises, find
from gradatim.views import VIEWS
from gradatim.views.core.modules import VIEW_FILES
from gradatim.web import pages as frame
from gradatim.web.book import reference
from gradatim.web.book.links import place, replay_mark, rewrite
from gradatim.web.book.replays import FRAMES, record
from gradatim.web.book.search import LENGTH, sections, text_of
from gradatim.web.book.words import WORDS
from gradatim.web.course import pages as course
from gradatim.web.course.documents import FOLDER, named, names, read
from gradatim.web.course.pages import STYLE, bar
from gradatim.web.lab_pages import html as markdown
from gradatim.web.pages import LANGUAGES
from gradatim.web.reading import pages as reading
from gradatim.web.reading.routes import steps_of_example

STATIC = Path(__file__).parents[1] / "static"
BOOK_STYLE = '<link rel="stylesheet" href="/static/book/book.css">'
SEARCH = '<script type="module" src="/static/book/search.js"></script>'


def write_book(folder: Path, *, frames: int = FRAMES, say: Callable[[str], Any] = str) -> int:
    """Write all pages; returns how many there are.

    Args:
        folder: is made, or written over.
        frames: of a recording; 0 for images in the place of recordings.
        say: told the name of each page.
    """
    return _Writer(folder, frames, say).write()


class _Writer:
    def __init__(self, folder: Path, frames: int, say: Callable[[str], Any]) -> None:
        self.folder, self.frames, self.say = folder, frames, say
        self.waiting: deque[str] = deque()
        self.found: set[str] = set()
        self.index: dict[str, list[dict[str, Any]]] = {language: [] for language in LANGUAGES}
        self.names: dict[str, list[str]] = {}  # of the reference, by page
        self.pages = 0

    def write(self) -> int:
        """From the first page in each language to the last that is led to."""
        for language in LANGUAGES:
            self.want(f"/?lang={language}")
            for name in sorted(names()):
                self.want(course.address(name, language))
        while self.waiting:
            address = self.waiting.popleft()
            self.say(address)
            self.make(address)
        self.reference()
        for language, entries in self.index.items():
            index = {"sections": entries, "names": self.names}
            self.put(f"search-{language}.json", json.dumps(index, ensure_ascii=False))
        copy = partial(shutil.copytree, ignore=_only_browser_files, dirs_exist_ok=True)
        copy(VIEW_FILES, self.folder / "views")
        shutil.copytree(STATIC, self.folder / "static", dirs_exist_ok=True)
        return self.pages

    def want(self, address: str) -> None:
        """Note an address that a page leads to."""
        if address not in self.found:
            self.found.add(address)
            self.waiting.append(address)

    def put(self, path: str, content: str | bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def make(self, address: str) -> None:
        """Write what an address stands for."""
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query))
        language = query.pop("lang", "en")
        kind, _, rest = parts.path[1:].partition("/")
        if kind == "steps":
            self.put(f"steps/{rest}.json", json.dumps(steps_of_example(rest)))
        elif kind == "docs":
            self.put(parts.path[1:], (FOLDER / rest).read_bytes())
        elif kind in ("", "slides", "chapter", "read", "lab", "view"):
            make = getattr(self, f"_{kind or 'first'}")
            self.page(address, language, make(language, rest, query))

    def page(self, address: str, language: str, html: str) -> None:
        """Write a page with its links changed and the search in its bar."""
        say = WORDS[language]
        path = place(address)
        assert path is not None
        up = "../" * path.count("/")
        field = (
            f'<search data-index="{up}search-{language}.json" data-up="{up}" '
            f'data-none="{say["none"]}"><input type="search" placeholder="{say["search"]}" '
            f'aria-label="{say["search"]}"><ul hidden></ul></search>'
        )
        link = f'<a href="/reference/index.html">{say["reference"]}</a>'
        for before, after in (
            ('<nav aria-label="', f'{field}<nav aria-label="'),
            ('<p class="ways">', f'{field}<p class="ways">'),
        ):
            if before in html and field not in html and "<header" in html:
                html = html.replace(before, after, 1)
        if 'class="bar"' in html:
            html = html.replace('<a class="language"', f'{link}<a class="language"', 1)
        html = html.replace("</head>", f"{BOOK_STYLE}{SEARCH}</head>", 1)
        self.put(path, rewrite(html, address, self.want))
        self.pages += 1

    def _first(self, language: str, _: str, query: dict[str, str]) -> str:
        return course.index(language, tuple(VIEWS))

    def _slides(self, language: str, _: str, query: dict[str, str]) -> str:
        return course.chapter(language, "slides", tuple(VIEWS))

    def _chapter(self, language: str, key: str, query: dict[str, str]) -> str:
        name = named(key)
        assert name is not None
        page = course.chapter(language, name, tuple(VIEWS))
        article = page.partition("<article")[2].partition("</article>")[0]
        path = place(course.address(name, language)) or ""
        self.index[language] += sections(article, path, read(name, language).title)
        return page

    def _read(self, language: str, path: str, query: dict[str, str]) -> str:
        return reading.ours(language, path, owner=False) if path else reading.index(language)

    def _lab(self, language: str, name: str, query: dict[str, str]) -> str:
        say = WORDS[language]
        if not name:
            rows = "".join(
                f'<li><a href="/lab/{one.name}?lang={language}">{escape(one.title(language))}</a>'
                f" <small>{one.info.minutes} min</small></li>"
                for one in exercises()
            )
            body = f"<h1>{say['exercises']}</h1><p>{say['exercise_lead']}</p><ol>{rows}</ol>"
            return _whole(language, say["exercises"], body)
        one = find(name, exercises())
        task = markdown(one.text("task", language))
        path = place(f"/lab/{one.name}?lang={language}") or ""
        entry = {"u": path, "t": one.title(language), "x": text_of(task)[:LENGTH]}
        self.index[language].append(entry)
        starter = "\n".join(reading.lines_of(one.starter))
        body = (
            f"{task}<p>{say['solve']} <code>gradatim lab open {one.name}</code></p>"
            f'<h2>{say["starter"]}</h2><pre tabindex="0">{starter}</pre>'
        )
        return _whole(language, one.title(language), body)

    def _view(self, language: str, name: str, query: dict[str, str]) -> str:
        embedded = bool(query.pop("embed", ""))
        page = frame.view(language, name, embedded)
        mark = replay_mark(urlencode(query)) if query else "plain"
        path = f"replays/{name}-{mark}.bin"
        if self.frames and not (self.folder / path).exists():
            try:
                self.put(path, record(name, query, self.frames))
            except UserError:  # its data are not here
                self.put(path, b"")
        if not self.frames or not (self.folder / path).stat().st_size:
            image = f'<img src="/static/thumbnails/{name}.webp" alt="">'
            head, _, rest = page.partition('<main id="view"')
            return f'{head}<main class="still">{image}</main>{rest.partition("</script>")[2]}'
        told = escape(WORDS[language]["recorded"])
        return page.replace(
            f'data-view="{name}"', f'data-view="{name}" data-replay="/{path}" data-told="{told}"'
        ).replace("/static/host.js", "/static/book/replay.js")

    def reference(self) -> None:
        """The pages on the package's modules; English, as docstrings are."""
        say = WORDS["en"]
        links = []
        for package, modules in reference.packages().items():
            title = f"gradatim.{package}" if package else "gradatim"
            address = f"/reference/{title}.html"
            parts = [
                reference.module_html(one, f"/read/{one.path}?lang=en" in self.found)
                for one in modules
            ]
            self.page(address, "en", _whole("en", title, f"<h1>{title}</h1>{''.join(parts)}"))
            listed = [f"{m.name}.{e.name}" for m in modules for e in m.entries]
            self.names[f"reference/{title}.html"] = listed
            links.append(
                f'<li><a href="{address}"><code>{title}</code></a> '
                f"<small>{len(modules)} modules, {len(listed)} names</small></li>"
            )
        body = f"<h1>{say['reference']}</h1><p>{say['reference_lead']}</p><ul>{''.join(links)}</ul>"
        self.page("/reference/index.html", "en", _whole("en", say["reference"], body))


def _whole(language: str, title: str, body: str) -> str:
    inner = f'{bar(language, title)}<div class="columns"><main><article>{body}</article></main>'
    return frame.document(language, f"{title} · Gradatim", f"{STYLE}{inner}</div>", "course")


def _only_browser_files(folder: str, names: list[str]) -> list[str]:
    """What a copy leaves out: the engines beside the JavaScript."""
    files = [name for name in names if (Path(folder) / name).is_file()]
    return ["__pycache__", *(name for name in files if Path(name).suffix not in (".js", ".css"))]
