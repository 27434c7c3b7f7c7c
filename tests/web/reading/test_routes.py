"""Reading and stepping: everybody sees the examples, the owner alone runs what she likes."""

import json
import re

import pytest
from starlette.testclient import TestClient

from gradatim.insight.tracing.examples import EXAMPLES
from gradatim.web.app import create_app
from gradatim.web.course.markdown import PACKAGE
from gradatim.web.reading.words import WORDS

HOST = "http://127.0.0.1"


@pytest.fixture
def here(tmp_path):
    (tmp_path / "mine.py").write_text("def double(x):\n    y = 2 * x\n    return y\n")
    (tmp_path / "secret.txt").write_text("no")
    return tmp_path


@pytest.fixture
def client(here):
    return TestClient(create_app("word", lab=here), base_url=HOST)


def run(client, **message):
    return client.post("/own/steps?token=word", content=json.dumps(message)).json()


def test_every_file_with_an_example_exists_and_its_page_offers_to_step(client):
    assert all((PACKAGE / path).is_file() for path in EXAMPLES)
    page = client.get("/read/models/vision/mlp.py?lang=en").text
    assert WORDS["en"]["start"] in page
    assert "<textarea" not in page
    assert WORDS["en"]["start"] not in client.get("/read/training/loop.py").text
    assert "<textarea" in client.get("/read/models/vision/mlp.py?token=word").text


def test_all_files_of_the_models_are_listed(client):
    for language in ("en", "fr"):
        page = client.get(f"/read?lang={language}").text
        assert WORDS[language]["files"] in page
        assert set(re.findall(r'href="/read/([^"?]+)', page)) == EXAMPLES.keys()
        assert f'href="/read?lang={language}"' in client.get(f"/?lang={language}").text


def test_the_steps_of_an_example_bring_the_lines_that_they_point_to(client):
    found = client.get("/steps/models/vision/mlp.py").json()
    assert found["status"] == "returned"
    for step in found["steps"]:
        assert step["last"] <= len(found["files"][found["frames"][step["frame"]]["file"]])
    assert client.get("/steps/web/app.py").status_code == 404


def test_lines_run_after_the_learners_file(client):
    found = run(client, own="mine.py", program="z = double(21)")
    last = found["steps"][-1]
    assert last["values"] == [["z", {"kind": "text", "text": "42"}]]
    shown = [re.sub("<[^>]+>", "", line) for line in found["files"][""]]
    assert shown[last["line"] - 1] == "z = double(21)"


def test_a_mistake_is_worded_and_the_steps_before_it_are_kept(client):
    found = run(client, program="x = 1\ny = x / 0\n")
    assert found["status"] == "failed"
    assert "ZeroDivisionError" in json.dumps(found)
    assert found["steps"][0]["values"][0][0] == "x"
    assert run(client, program="x = (")["status"] == "failed"


def test_nobody_else_runs_programs_or_reads_files(client, here):
    stranger = TestClient(create_app("word", lab=here), base_url=HOST)
    for path in ("/own", "/own/mine.py"):
        assert stranger.get(path).status_code == 403
        assert client.get(f"{path}?token=word").status_code == 200
    assert stranger.post("/own/steps", content="{}").status_code == 403
    for path in ("secret.txt", "%2e%2e/x.py", "none.py"):
        assert client.get(f"/own/{path}?token=word").status_code == 404
    open_to_all = TestClient(create_app("word", loopback=False, lab=here), base_url=HOST)
    assert open_to_all.get("/own/mine.py?token=word").status_code == 403


@pytest.mark.parametrize("message", [b"[1]", b"{", b'{"own": "../x.py"}', b"x" * 300_000])
def test_a_strange_message_is_refused(client, message):
    assert client.post("/own/steps?token=word", content=message).status_code in (400, 404, 413)
