"""The book: every link leads somewhere, every page is light, and its recordings play."""

import functools
import http.server
import json
import re
import threading
from html import unescape
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest

from gradatim.web.book.site import write_book
from gradatim.web.course.documents import chapters, key

LIGHT = 300_000  # bytes of a page before its images


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    write_book(folder, frames=0)
    return folder


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id"))
        self.links += [given[name] for name in ("href", "src", "data-steps") if given.get(name)]
        if tag == "script" or given.get("rel") in ("stylesheet", "modulepreload"):
            self.loads.append(given.get("src") or given["href"])


@pytest.fixture(scope="module")
def pages(book):
    found = book.rglob("*.html")
    return {p.relative_to(book).as_posix(): Reader(p.read_text("utf-8")) for p in found}


def test_every_chapter_is_there_in_both_languages(pages):
    for begin in ("", "fr/"):
        assert f"{begin}index.html" in pages
        assert {f"{begin}chapter-{key(name)}.html" for name in chapters()} <= pages.keys()
    assert len([name for name in pages if name.startswith("exercise-")]) > 40
    for package in ("models", "training", "data", "insight", "views", "labs", "pyrat"):
        assert f"reference/gradatim.{package}.html" in pages


def test_every_link_leads_to_a_page_and_a_place_that_exist(book, pages):
    broken = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            path = normpath(join(dirname(name), parts.path)) if parts.path else name
            if not (book / path).is_file() or (
                parts.fragment and path in pages and unquote(parts.fragment) not in pages[path].ids
            ):
                broken.append((name, link))
    assert not broken


def test_nothing_comes_from_elsewhere_and_no_address_of_the_server_is_left(pages):
    for name, page in pages.items():
        assert not [link for link in page.loads if "://" in link], name
        assert not [link for link in page.links if link.startswith("/")], name


def modules_of(file):
    """A script with all that it imports."""
    found = {file}
    for link in re.findall(r'from "(\.[^"]+)"', file.read_text("utf-8")):
        found |= modules_of((file.parent / link).resolve())
    return found


def test_a_chapter_is_light(book, pages):
    for name in chapters():
        path = f"chapter-{key(name)}.html"
        files = {book / path}
        for link in pages[path].loads:
            file = (book / link).resolve()
            files |= modules_of(file) if file.suffix == ".js" else {file}
        assert sum(file.stat().st_size for file in files) < LIGHT, path


def test_the_search_knows_sections_in_the_language_of_the_page_and_names(book):
    french = json.loads((book / "search-fr.json").read_text("utf-8"))
    assert any("rétropropagation" in one["t"].lower() for one in french["sections"])
    assert (
        "gradatim.models.attention.SelfAttention"
        in french["names"]["reference/gradatim.models.html"]
    )


def test_code_that_is_shown_is_not_changed(book):
    text = (book / "read-training-loop.py.html").read_text("utf-8")
    shown = unescape(re.sub("<[^>]+>", "", text.partition("<ol>")[2].partition("</ol>")[0]))
    assert "loss.backward()" in shown


@pytest.mark.browser
def test_a_page_is_searched_and_looked_at_without_an_error(book, chromium):
    handler = functools.partial(QuietHandler, directory=book)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.goto(f"http://127.0.0.1:{server.server_port}/fr/chapter-3.html")
        page.fill("search input", "retropropagation")
        page.wait_for_selector("search li a")
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        assert not axe.run(page, options={"iframes": False}).response["violations"]
        page.click("search li a")
        assert "tropropagation" in page.text_content("main")
        assert not problems
        page.close()
        server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
