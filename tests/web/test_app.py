"""The web application without a browser: its pages and files."""

import gc

import pytest
from starlette.testclient import TestClient

from gradatim.views import VIEWS
from gradatim.web import app
from gradatim.web.app import available, create_app

HOST = "http://127.0.0.1"


@pytest.fixture
def client():
    with TestClient(create_app(), base_url=HOST) as found:
        yield found


def test_every_view_exists_and_has_a_page_in_both_languages(client):
    assert available() == list(VIEWS)
    for language in ("en", "fr"):
        index = client.get(f"/?lang={language}").text
        for name in VIEWS:
            assert f"/view/{name}?lang={language}" in index
            page = client.get(f"/view/{name}?lang={language}")
            assert page.status_code == 200
            assert f'<html lang="{language}">' in page.text
            assert "http://" not in page.text
            assert "https://" not in page.text


def test_only_the_views_own_files_are_given(client):
    assert client.get("/views/kit/view_kit.js").status_code == 200
    assert client.get("/views/pyrat_match/maze.js").status_code == 200
    for path in (
        "/views/engine.py",
        "/views/convolution/engine.py",
        "/views/core/..%2F..%2Ferrors.py",
        "/view/nothing",
        "/static/../app.py",
    ):
        assert client.get(path).status_code == 404


def test_giving_memory_back_looks_at_visitors_only(monkeypatch):
    monkeypatch.setattr(app, "available", lambda: ["perceptron"])
    try:
        app.warm_up()
        assert len(gc.get_objects()) < 2000 < gc.get_freeze_count()
    finally:
        gc.unfreeze()
