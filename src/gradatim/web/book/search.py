"""The search index of the book: the text of every section, which the page searches by itself."""

import re
from html import unescape
from typing import Any

SECTION = re.compile(r'<h[12][^>]* id="([^"]*)"[^>]*>(.*?)</h[12]>', re.DOTALL)
FORMULA = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
LENGTH = 900  # characters of a section that are searched


def text_of(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(TAG.sub(" ", FORMULA.sub("", html))).split())


def sections(html: str, path: str, title: str) -> list[dict[str, Any]]:
    """The sections of a page.

    Args:
        html: its article.
        path: of its file in the book.
        title: of the page.

    Returns:
        dictionaries with `u` where it is, `t` what it is called, `x` its text.
    """
    found = list(SECTION.finditer(html))
    ends = [match.start() for match in found[1:]] + [len(html)]
    return [
        {
            "u": path if i == 0 else f"{path}#{match[1]}",
            "t": title if i == 0 else f"{title} › {text_of(match[2])}",
            "x": text_of(html[match.end() : end])[:LENGTH],
        }
        for i, (match, end) in enumerate(zip(found, ends, strict=True))
    ]
