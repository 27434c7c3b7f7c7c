"""The pages of the runs."""

import html
import json
import re

import pytest
from starlette.testclient import TestClient

from gradatim.training.run_folder.old_names import FORMAT
from gradatim.web.app import create_app
from gradatim.web.runs.routes import REPORT_POLICY

HOST = "http://127.0.0.1"


@pytest.fixture
def client(tmp_path):
    with TestClient(create_app("word", lab=tmp_path), base_url=HOST) as found:
        yield found


def test_without_the_token_nobody_sees_or_starts_runs(client):
    assert client.get("/runs").status_code == 403
    assert client.post("/runs/start", data={"recipe": "digits-mlp"}).status_code == 403
    assert "gradatim serve" in client.get("/runs?lang=en").text
    remote = TestClient(create_app("word", loopback=False), base_url="http://box.lan")
    assert remote.get("/runs?token=word").status_code == 403


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_recipe_has_a_form_and_a_wrong_value_is_answered_in_it(client, language):
    client.get("/runs?token=word")
    assert "digits-mlp" in client.get(f"/runs?lang={language}").text
    form = client.get(f"/runs/new?recipe=digits-mlp&lang={language}").text
    assert 'name="learning_rate"' in form
    answer = client.post("/runs/start", data={"recipe": "digits-mlp", "seed": "seven"})
    assert answer.status_code == 400
    assert "seven" in answer.text
    assert client.get("/runs/new?recipe=nothing").status_code == 404
    assert client.get("/runs/nothing").status_code == 404
    assert client.get("/runs/nothing/state").status_code == 404
    assert client.post("/runs/nothing/stop").status_code == 400


def test_a_damaged_run_does_not_hide_the_others(client, tmp_path):
    (tmp_path / "runs" / "broken").mkdir(parents=True)
    (tmp_path / "runs" / "broken" / "config.json").write_text("{")
    page = client.get("/runs?token=word&lang=en")
    assert page.status_code == 200
    assert "broken" in page.text


NAMES = ["tour/digits-mlp", '"><img src=x onerror=alert(1)>', "50 % [bold]", "a?b#c"]


@pytest.mark.parametrize("name", NAMES)
def test_a_run_of_any_name_has_its_page(client, tmp_path, name):
    folder = tmp_path / "runs" / name
    folder.mkdir(parents=True)
    config = {"recipe": "digits-mlp", "format": FORMAT, "options": {}, "info": {}, "runtime": {}}
    (folder / "config.json").write_text(json.dumps(config))
    table = client.get("/runs?token=word&lang=en").text
    address = re.search(r'href="(/runs/[^"?]+)\?lang=en">', table)[1]
    assert client.get(f"{address}/state").json()["state"] == "stopped"
    page = client.get(address).text
    assert f'data-address="{address}"' in page
    assert "<img src=x" not in table + page
    assert html.escape(name) in page
    assert client.post(f"{address}/nonsense").status_code == 404


def test_a_report_may_run_nothing(client, tmp_path, monkeypatch):
    folder = tmp_path / "runs" / "one"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({}))
    (folder / "report.html").write_text("<p>report</p>")
    answer = client.get("/runs/one/report?token=word")
    assert answer.headers["content-security-policy"] == REPORT_POLICY
    assert "script" not in REPORT_POLICY


def test_weights_and_result_of_a_run_are_given_to_its_owner_alone(client, tmp_path):
    folder = tmp_path / "runs" / "one"
    folder.mkdir(parents=True)
    for file in ("config.json", "model.safetensors", "secret"):
        (folder / file).write_text("{}")
    assert client.get("/runs/one/model.safetensors").status_code == 403
    assert client.get("/runs/one/model.safetensors?token=word").text == "{}"
    for path in ("one/summary.json", "one/secret", "none/model.safetensors"):
        assert client.get(f"/runs/{path}").status_code == 404


def test_what_a_run_makes_is_listed_by_step_and_only_that_is_given(client, tmp_path):
    folder = tmp_path / "runs" / "tour" / "one"
    (folder / "samples").mkdir(parents=True)
    config = {"recipe": "digits-mlp", "format": FORMAT, "options": {}, "info": {}, "runtime": {}}
    (folder / "config.json").write_text(json.dumps(config))
    for name in ("00000012.txt", "00000003.svg", "00000003.txt", "notes.txt"):
        (folder / "samples" / name).write_text(name)
    state = client.get("/runs/tour/one/state?token=word").json()
    assert state["samples"] == [
        {"step": 3, "files": ["00000003.svg", "00000003.txt"]},
        {"step": 12, "files": ["00000012.txt"]},
    ]
    (folder / "samples" / "00000012.txt").write_text("network 1, greedy 2, after 9 turns")
    told = client.get("/runs/tour/one/samples/00000012.txt?lang=fr").text
    assert told == "réseau 1, greedy 2, après 9 tours"
    drawing = client.get("/runs/tour/one/samples/00000003.svg")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert drawing.headers["content-security-policy"] == REPORT_POLICY
    assert client.get("/runs/tour/one/samples/notes.txt").status_code == 404
    assert client.get("/runs/tour/one/samples/..%2fconfig.json").status_code == 404


def test_a_chapter_offers_its_recipes(client):
    page = client.get("/chapter/3?lang=en").text
    assert "/runs/new?recipe=digits-mlp&amp;lang=en" in page
