"""The addresses of the course: what is remembered, redirected, and not there."""

import pytest
from starlette.testclient import TestClient

from gradatim.web.app import create_app
from gradatim.web.course.progress import FILE

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    app = create_app("word", lab=tmp_path_factory.mktemp("here"))
    with TestClient(app, base_url=HOST) as found:
        yield found


def test_the_first_page_goes_on_where_its_owner_stopped(tmp_path):
    client = TestClient(create_app("word", lab=tmp_path), base_url=HOST)
    assert "Begin with" in client.get("/?lang=en").text
    client.get("/chapter/1?lang=en&token=word")
    client.get("/view/perceptron?lang=en&token=word")
    index = client.get("/?lang=en&token=word").text
    assert "Go on with 2" in index
    assert "✓ seen" in index
    assert "guessed" not in index
    assert client.post("/guessed/perceptron").status_code == 204
    assert client.post("/guessed/nothing").status_code == 204  # no view: nothing to keep
    assert "guessed 1 of 1" in client.get("/?lang=en").text
    assert "guess/nothing" not in (tmp_path / FILE).read_text("utf-8")
    client.cookies.clear()
    assert "Begin with" in client.get("/?lang=en").text  # of others nothing is told or kept


def test_slides_stand_at_their_own_address_in_both_languages(client):
    assert "Bahdanau" in client.get("/slides?lang=en").text
    assert "Diapositive" in client.get("/slides?lang=fr").text.title()


def test_what_does_not_exist_is_said(client):
    for path in ("/chapter/77", "/chapter/../README", "/docs/no.png", "/read/web/no.py"):
        assert client.get(path).status_code == 404
    assert client.get("/chapter/01", follow_redirects=False).status_code == 307
