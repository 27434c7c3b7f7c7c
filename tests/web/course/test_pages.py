"""Every page of the course, in both languages."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from gradatim.labs.exercise import exercises
from gradatim.views import VIEWS
from gradatim.views.core.engine import words
from gradatim.web.app import create_app
from gradatim.web.course.documents import chapters, key, names
from gradatim.web.course.pages import chapter_of, chapters_with, exercises_of

HOST = "http://127.0.0.1"
LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    app = create_app("word", lab=tmp_path_factory.mktemp("here"))
    with TestClient(app, base_url=HOST) as found:
        yield found


class Reader(HTMLParser):
    """Links, identifiers and readable text of a page."""

    def __init__(self, html):
        super().__init__()
        self.links, self.ids, self.text, self.open = [], set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id"))
        self.links += [given[k] for k in ("href", "src") if k in given]
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"code", "annotation"} & set(self.open):
            self.text.append(data)


@pytest.fixture(scope="module")
def answers(client):
    """Status of each address asked for, so that no page is fetched twice."""
    known = {}

    def status(address):
        if address not in known:
            known[address] = client.get(f"{address}{'&' if '?' in address else '?'}token=word")
        return known[address]

    return status


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(names()))
def test_a_page_renders_and_all_that_it_links_to_is_there(answers, name, language):
    page = answers(f"/chapter/{key(name)}?lang={language}")
    assert page.status_code == 200
    read = Reader(page.text)
    text = " ".join(read.text)
    assert "$" not in text, "a formula is left raw"
    assert not re.search(r"\\[a-z]{2,}", text), "a command of LaTeX is left"
    assert "<!--" not in text
    assert "style=" not in page.text
    assert read.text.count("{") == read.text.count("}")
    for link in read.links:
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        if path and not path.startswith(("/lab", "/static", "?")):
            target = answers(path)
            assert target.status_code == 200, link
        if anchor:
            ids = read.ids if not path else Reader(answers(path).text).ids
            assert unquote(anchor) in ids, link


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_opens_the_chapters_in_order_and_all_views(client, language):
    index = client.get(f"/?lang={language}").text
    places = [index.index(f'"/chapter/{key(name)}?lang={language}"') for name in chapters()[1:]]
    assert places == sorted(places)
    for view in VIEWS:
        assert f"/view/{view}?lang={language}" in index


def test_a_view_leads_to_its_chapter_and_an_embedded_one_stands_alone(client):
    for view in VIEWS:
        chapter = words(view)["en"]["chapter"]
        page = client.get(f"/view/{view}?lang=en").text
        assert f"/chapter/{'labs/pyrat' if chapter == 'lab' else chapter}?lang=en" in page
    embedded = client.get("/view/mlp?lang=en&embed=1").text
    assert "<header" not in embedded
    assert '<h1 class="unseen">' in embedded


def test_a_chapter_lists_its_exercises():
    assert [one.name for one in exercises_of("chapters/01-perceptron")] == ["05-perceptron"]
    assert "36-beat-random" in [one.name for one in exercises_of("labs/pyrat")]
    assert exercises_of("glossary") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_leads_to_all_else_and_shows_no_mark_of_markdown(client, language):
    index = client.get(f"/?lang={language}").text
    for place in ("/chapter/glossary", "/chapter/own-data", "/runs", "/own", "/chapter/live-page"):
        assert f'href="{place}?lang={language}"' in index
    assert not re.search(r"\]\(|`|&lt;!--", index)


def test_an_exercise_belongs_to_the_chapter_of_its_list_or_to_none():
    pages = {one.name: chapter_of(one) for one in exercises()}
    assert pages["14-convolution-loops"] == "chapters/04-convolution"
    assert pages["36-beat-random"] == "labs/pyrat"
    assert pages["20-training-loop"] == ""


def test_a_recipe_is_explained_in_the_chapters_that_train_it():
    assert "chapters/07-attention" in chapters_with("dates-bahdanau", "fr")
    assert chapters_with("nothing", "en") == []
