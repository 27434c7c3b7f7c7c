"""The server below a prefix: addresses, redirects and cookies bear it, and a token is asked for."""

import re
from pathlib import Path

import pytest
from cyclopts import App
from starlette.testclient import TestClient

from gradatim.cli.serve import serve
from gradatim.errors import UserError
from gradatim.labs.workspace import init_workspace
from gradatim.web import jupyter
from gradatim.web.app import create_app
from gradatim.web.prefix import check_root_path

ROOT = "/user/ada/gradatim"


@pytest.fixture
def client(tmp_path):
    init_workspace(tmp_path / "gradatim-lab", "en")
    app = create_app("word", lab=tmp_path, root_path=ROOT)
    return TestClient(app, base_url="https://hub.example.org", follow_redirects=False)


@pytest.mark.parametrize("stripped", [True, False])
def test_pages_are_found_and_lead_below_the_prefix(client, stripped):
    begin = "" if stripped else ROOT
    for path in ("/", "/chapter/1", "/view/mlp", "/lab", "/runs", "/read/models/vision/mlp.py"):
        answer = client.get(f"{begin}{path}?lang=en&token=word")
        assert answer.status_code == 200, path
        links = re.findall(r'<[^<>]*?\b(?:href|src|action|data-steps)="(/[^"]*)"', answer.text)
        assert links
        assert all(link.startswith(f"{ROOT}/") for link in links)
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert f"Path={ROOT}/" in answer.headers["set-cookie"]


def test_redirects_lead_below_the_prefix(client):
    answer = client.get("/chapter/01?token=word")
    assert answer.headers["location"].startswith(f"{ROOT}/chapter/1")


def test_code_that_is_shown_is_not_changed(client):
    page = client.get("/read/web/lab_pages.py?token=word").text
    assert 'action="/lab/make' in page


def test_whoever_lacks_the_token_sees_nothing(client):
    for path in ("/", "/chapter/1", "/lab", "/static/host.js"):
        assert client.get(path).status_code == 403
    assert client.get("/lab?token=other").status_code == 403


def test_pages_of_other_hosts_are_refused_and_those_of_the_proxy_are_not(client):
    given = {"origin": "https://evil.example.org"}
    assert client.get("/?token=word", headers=given).status_code == 403
    given = {"origin": "https://course.example.org", "x-forwarded-host": "course.example.org"}
    assert client.get("/?token=word", headers=given).status_code == 200


def test_the_host_that_the_proxy_tells_counts_for_nothing_without_a_prefix(tmp_path):
    client = TestClient(create_app("word", lab=tmp_path), base_url="http://127.0.0.1")
    given = {"origin": "https://evil.example.org", "x-forwarded-host": "evil.example.org"}
    assert client.get("/", headers=given).status_code == 403


def test_jupyter_starts_the_server_with_the_token_of_its_tile():
    entry = jupyter.server()
    token = entry["environment"]["GRADATIM_TOKEN"]
    assert entry["launcher_entry"]["path_info"] == f"gradatim/?token={token}"
    assert Path(entry["launcher_entry"]["icon_path"]).is_file()
    told = [word.format(port=8000, base_url="/user/ada/") for word in entry["command"]]
    assert told[-2:] == ["--root-path", ROOT]
    assert parsed(told[3:]) == {"port": 8000, "browser": False, "root_path": ROOT}


def parsed(words):
    """What the command line understands."""
    app = App(result_action="return_value")
    app.default(serve)
    _, bound, _ = app.parse_args(words[1:])
    return bound.arguments


def test_a_root_path_is_checked():
    assert check_root_path("/course/") == "/course"
    assert check_root_path("/") == ""
    for wrong in ("course", "/a//b", '/"x', "http://x/y"):
        with pytest.raises(UserError, match="root path"):
            check_root_path(wrong)
