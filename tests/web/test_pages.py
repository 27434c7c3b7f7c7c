"""The frame of every page: its language, its way up, and what stands where nothing is."""

import pytest
from starlette.requests import Request

from gradatim.views import VIEWS
from gradatim.web.pages import LANGUAGES, WORDS, language_of, locked, missing, view


def request(query: str = "", accepted: str = "") -> Request:
    headers = [(b"accept-language", accepted.encode())] if accepted else []
    return Request({"type": "http", "query_string": query.encode(), "headers": headers})


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "en"),
        ("", "fr-CH, fr;q=0.9", "fr"),
        ("", "de, fr;q=0.5", "en"),
        ("lang=en", "fr", "en"),
        ("lang=fr", "", "fr"),
        ("lang=klingon", "fr", "fr"),
    ],
)
def test_the_address_decides_and_then_the_browser(query, accepted, language):
    assert language_of(request(query, accepted)) == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_leads_up_and_to_the_other_language(name, language):
    page = view(language, name)
    other = next(one for one in LANGUAGES if one != language)
    assert f'<html lang="{language}">' in page
    assert f'href="?lang={other}"' in page
    assert '<a class="up" href="/chapter/' in page
    assert "#onward" in page  # the exercises and recipes of its chapter
    assert f'data-view="{name}"' in page
    assert '<a class="up" href="/runs/tour/a%20%3C?lang=' in view(language, name, run="tour/a <")
    assert "<header" not in view(language, name, embedded=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_or_not_allowed_is_said(language):
    assert WORDS[language]["lost"] in missing(language)
    assert WORDS[language]["locked"] in locked(language)
    assert WORDS["en"].keys() == WORDS["fr"].keys()
