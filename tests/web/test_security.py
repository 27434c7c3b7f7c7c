"""Who may talk to the server."""

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from gradatim.web.app import create_app

HOST = "http://127.0.0.1"


@pytest.fixture
def client():
    with TestClient(create_app(), base_url=HOST) as found:
        yield found


def test_answers_forbid_other_hosts(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_a_foreign_host_or_origin_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 403
    assert client.get("/", headers={"origin": "http://evil.example"}).status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(
            "/live?view=perceptron", headers={"origin": "http://evil.example"}
        ),
    ):
        pass


def test_beyond_loopback_a_token_is_asked_for_once():
    with TestClient(create_app("secret", loopback=False), base_url="http://box.lan") as client:
        assert client.get("/").status_code == 403
        assert client.get("/?token=wrong").status_code == 403
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("ws://127.0.0.1/live?view=pyrat_match"),
        ):
            pass
        assert client.get("/?token=secret").status_code == 200
        assert client.get("/").status_code == 200  # the cookie is remembered


def test_a_form_names_the_page_that_it_was_sent_from(client):
    # Under no-referrer a browser sends `Origin: null` with a form, and the server would refuse it.
    assert client.get("/").headers["referrer-policy"] == "same-origin"
