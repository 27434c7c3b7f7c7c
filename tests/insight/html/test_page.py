"""The page: stands alone, escapes what it is given, follows light and dark."""

import re
from html.parser import HTMLParser

import numpy as np

from gradatim.insight.html import page
from gradatim.insight.html.tiles import tiles


class Reader(HTMLParser):
    """Collects tags, attributes that would fetch something, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "srcset", "action", "data", "poster"):
                self.fetched.append(value or "")
        if tag not in ("meta", "link", "br", "img"):
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text += data


def example() -> str:
    drawn = tiles(np.zeros((2, 4, 4, 3)), ["one", "two"])
    return page.page(
        "Four <models>",
        "Right & wrong.",
        [
            page.Section(
                title="Mistakes <script>",
                body=[
                    page.paragraph("Run `gradatim <tour>` & see."),
                    page.subheading("A & B"),
                    page.side_by_side([page.figure(drawn, "two < three")]),
                    page.table(["model", "right"], [["a<b", "99 %"]]),
                ],
            )
        ],
        "Made by `gradatim tour`.",
    )


def test_page_asks_for_nothing_from_outside():
    html = example()
    reader = Reader()
    reader.feed(html)
    assert all(value.startswith(("data:", "#")) for value in reader.fetched)
    assert not {"script", "iframe", "object", "embed", "img"} & set(reader.tags)
    style = html[html.index("<style>") : html.index("</style>")]
    assert not re.search(r"@import|url\(", style)
    outside = set(re.findall(r"https?://[^\"'\s)]+", html))
    assert outside <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # names only


def test_page_is_well_formed_and_escapes_what_it_is_given():
    reader = Reader()
    reader.feed(example())
    assert reader.stack == []
    for words in ("Four <models>", "Mistakes <script>", "gradatim <tour>", "two < three", "a<b"):
        assert words in reader.text


def test_words_between_backquotes_are_code():
    assert page.paragraph("a `b` c") == "<p>a <code>b</code> c</p>"


def test_numbers_of_a_table_stand_right():
    html = page.table(["model", "right"], [["a", "99 %"]])
    assert '<td>a</td><td class="number">99 %</td>' in html


def test_page_has_a_light_and_a_dark_dress_and_one_for_paper():
    html = example()
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html
    used = set(re.findall(r"var\((--[a-z0-9-]+)", html))
    light = html[html.index(":root") : html.index("@media (prefers-color-scheme")]
    assert used <= set(re.findall(r"(--[a-z0-9-]+):", light))


def test_written_page_replaces_the_old_one(tmp_path):
    path = tmp_path / "new" / "report.html"
    page.write(path, "old")
    assert page.write(path, example()) == path
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert [p.name for p in path.parent.iterdir()] == ["report.html"]
