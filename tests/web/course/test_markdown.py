"""A page of docs/ as HTML."""

import re

import pytest

from gradatim.web.course.documents import Document
from gradatim.web.course.markdown import is_ours, render


def html(text, language="en", name="chapters/01-perceptron"):
    return render(Document(name, language, text), language).html


def test_a_formula_becomes_mathml():
    written = html("Inline $w_d$ and\n\n$$\\sum_{d=1}^{D} w_d$$\n")
    assert written.count("<math ") == 2
    assert 'display="block"' in written
    assert "<munderover>" in written
    assert "$" not in written


def test_html_in_a_text_stays_text_and_comments_are_left_out():
    written = html("a <b>b</b> <!--{x.y.z}-->96 %<!----> c")
    assert "<b>" not in written
    assert "<!--" not in written
    assert "96 %" in written


def test_a_lone_link_to_a_view_becomes_the_view_in_place():
    page = render(
        Document(
            "chapters/x", "en", '[See it](../../src/gradatim/views/perceptron "data=xor&seed=3")'
        ),
        "fr",
    )
    assert page.views == ["perceptron"]
    source = re.search(r'<iframe src="([^"]+)"', page.html)[1]
    assert source == "/view/perceptron?lang=fr&amp;data=xor&amp;seed=3&amp;embed=1"
    assert 'title="See it"' in page.html


def test_a_link_to_a_view_inside_a_sentence_stays_a_link():
    written = html("Look at [it](../../src/gradatim/views/mlp), then go on.")
    assert "<iframe" not in written
    assert 'href="/view/mlp?lang=en"' in written


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("02-gradient-descent.md", "/chapter/2?lang=fr"),
        ("01-perceptron.md#un-neurone", "/chapter/1?lang=fr#un-neurone"),
        ("../../labs/pyrat.md", "/chapter/labs/pyrat?lang=fr"),
        ("../../../src/gradatim/training/loop.py", "/read/training/loop.py?lang=fr"),
        ("../../../src/gradatim/labs/exercises/05-perceptron", "/lab/05-perceptron?lang=fr"),
        ("https://arxiv.org/abs/1409.0575", "https://arxiv.org/abs/1409.0575"),
        ("#here", "#here"),
    ],
)
def test_links_lead_to_our_server(link, address):
    assert f'href="{address}"' in html(f"[text]({link})", "fr")


def test_the_name_of_a_file_of_ours_leads_to_it_and_is_remembered():
    page = render(Document("x", "en", "`training/loop.py`, `other/file.py`, `errors.py`"), "en")
    assert page.files == ["training/loop.py"]
    assert page.html.count("<a ") == 1


@pytest.mark.parametrize(
    "path", ["../errors.py", "training/../errors.py", "/etc/x.py", "docs/a.md"]
)
def test_only_files_of_the_package_are_ours(path):
    assert not is_ours(path)


def test_a_table_scrolls_by_itself_and_has_no_style_of_its_own():
    written = html("| a | b |\n|---|---:|\n| 1 | 2 |\n")
    assert '<div class="wide" tabindex="0"' in written
    assert 'class="right"' in written
    assert "style=" not in written


def test_the_empty_corner_of_a_table_is_no_heading():
    written = html("| | b |\n|---|---|\n| 1 | 2 |\n")
    assert "<td></td>" in written
    assert written.count("<th>") == 1


def test_code_is_colored_by_what_it_is():
    assert 'class="gp"' in html("    >>> 1 + 1\n    2\n")
    assert ">train<" not in html("    plain text to train\n")
    assert 'class="w"' in html("    gradatim train digits-mlp\n")


def test_a_link_to_what_the_server_does_not_give_is_its_text_alone():
    assert "<a" not in html("[the card](../../src/gradatim/pyrat/players/champion/card.json)")


def test_signs_stay_beside_what_they_follow():
    written = html("Soit $x$ ; « oui » : non, ou $y$, enfin.", "fr")
    assert "\xa0;</span>" in written
    assert "«\xa0oui\xa0»\xa0:" in written
    assert written.count('class="together"') == 2


def test_commands_that_the_form_can_repeat_lead_to_it_filled_in():
    block = (
        "    gradatim train mnist-convnet --epochs 1   # one pass\n"
        "    gradatim train digits-mlp\n    gradatim train digits-mlp --hidden 64\n"
        "    gradatim train cifar10-speedrun --compile\n    gradatim train nothing\n"
    )
    written = html(block, "fr")
    assert "/runs/new?recipe=mnist-convnet&amp;epochs=1&amp;lang=fr" in written
    assert "/runs/new?recipe=digits-mlp&amp;lang=fr" in written
    assert written.count("/runs/new") == 2  # the others have options that the form does not show
    assert "run-here" not in html("    gradatim list")
