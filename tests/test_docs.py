"""The pages of chapters 1 to 5: every figure in them is what the line beside it prints."""

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("page", sorted(DOCS.glob("0[1-5]-*.md")), ids=lambda page: page.stem)
def test_figures_of_a_page_are_what_its_lines_print(page):
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert failed == 0
    assert tried > 3
