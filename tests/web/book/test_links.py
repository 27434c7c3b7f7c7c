"""Where the pages of the server lie in the book, and how its links lead there."""

import pytest

from gradatim.web.book.links import in_other_language, place, replay_mark, rewrite


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/?lang=en", "index.html"),
        ("/?lang=fr", "fr/index.html"),
        ("/chapter/1?lang=fr", "fr/chapter-1.html"),
        ("/chapter/labs/pyrat?lang=en", "labs-pyrat.html"),
        ("/slides?lang=en", "slides.html"),
        ("/lab?lang=en", "exercises.html"),
        ("/lab/05-perceptron?lang=en", "exercise-05-perceptron.html"),
        ("/read/models/vision/mlp.py?lang=en", "read-models-vision-mlp.py.html"),
        ("/read?lang=fr", "fr/models.html"),
        ("/view/mlp?lang=en&embed=1", "view-mlp-embedded.html"),
        ("/docs/figures/live.png", "docs/figures/live.png"),
        ("/runs?lang=en", None),  # nothing trains in a book
        ("/view/pyrat_match?lang=en&rat=human", None),  # nobody plays against a recording
    ],
)
def test_every_page_has_one_place(address, file):
    assert place(address) == file


def test_a_view_with_settings_has_a_recording_of_its_own():
    marks = {replay_mark("data=xor&seed=3"), replay_mark("data=xor&seed=4")}
    assert len(marks) == 2
    assert place("/view/mlp?lang=en&data=xor&seed=3") == (
        f"view-mlp-{replay_mark('data=xor&seed=3')}.html"
    )


def test_the_other_language_keeps_what_else_was_asked():
    other = in_other_language("/view/mlp?lang=en&data=xor", "fr")
    assert place(other) == f"fr/view-mlp-{replay_mark('data=xor')}.html"


def test_links_lead_from_page_to_page_and_are_told():
    found = []
    html = '<a href="/chapter/2?lang=fr#le-pas">2</a> <a href="https://arxiv.org/">a</a>'
    written = rewrite(html, "/chapter/1?lang=fr", found.append)
    assert 'href="chapter-2.html#le-pas"' in written
    assert 'href="https://arxiv.org/"' in written
    assert set(found) == {"/chapter/2?lang=fr"}
