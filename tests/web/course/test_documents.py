"""The pages of docs/, and that each is whole in both languages."""

import re
from posixpath import dirname, join, normpath

import pytest

from gradatim.web.course.documents import (
    FOLDER,
    address,
    chapters,
    key,
    named,
    names,
    read,
)

ALIKE = (
    "labs/pytorch",
    "labs/environments",
    "live-page",
    "size-and-cost",
    *("results", "reliability", "library", "distributed", "architecture"),
    "appendix/06-beyond-one-data-set",
    "appendix/07-translation",
    "appendix/08-language-models",
    "appendix/09-critique",
)
TWINS = [name for name in sorted(names()) if (FOLDER / "fr" / f"{name}.md").is_file()]


def test_chapters_come_in_the_order_of_the_lecture():
    assert [key(name) for name in chapters()] == [str(i) for i in range(len(chapters()))]
    assert named("1") == "chapters/01-perceptron"
    assert address("chapters/01-perceptron", "fr") == "/chapter/1?lang=fr"
    assert named("labs/pyrat") == "labs/pyrat"
    assert named("../README") is None
    assert named("77") is None


def test_a_page_without_a_twin_is_read_in_english(tmp_path, monkeypatch):
    (tmp_path / "one.md").write_text("# One\n", "utf-8")
    monkeypatch.setattr("gradatim.web.course.documents.FOLDER", tmp_path)
    assert read("one", "fr").language == "en"


def test_every_page_has_a_twin():
    assert sorted(names()) == TWINS
    assert read("chapters/01-perceptron", "fr").title == "1 · Le perceptron"


def english(page, link):
    """Where a link of a page leads to, or its English twin."""
    target = link if "://" in link else normpath(join(dirname(page.path), link))
    return target.removeprefix("fr/").replace(".fr.", ".en.")


def parts(page):
    """What both languages must share: code, formulas, numbers of results, links, figures.

    Comments in the code are translated.
    Words in a formula are translated, and its decimal commas are written {,}.
    """
    text = re.sub(r"\\text\{.*?\}", "word", page.text).replace("{,}", ".")
    text = re.sub(r"(?<=\S) +# .*", "", text)
    return {
        "code": re.findall(r"^    .*$", text, re.MULTILINE),
        "formulas": re.findall(r"\$\$.+?\$\$|\$[^$]+\$", text, re.DOTALL),
        "results": re.findall(r"<!--\{.+?\}-->|<!-- table .+? -->", text),
        "links": sorted(english(page, link) for link in re.findall(r"\]\(([^)#]*)[#)]", text)),
        "headings": len(re.findall(r"^##+ ", text, re.MULTILINE)),
    }


@pytest.mark.parametrize("name", [name for name in TWINS if name in (*chapters(), *ALIKE)])
def test_the_french_page_has_the_code_formulas_results_and_links_of_the_english(name):
    theirs, french = (parts(read(name, language)) for language in ("en", "fr"))
    for part, found in theirs.items():
        assert french[part] == found, part
