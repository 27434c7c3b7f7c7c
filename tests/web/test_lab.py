"""The lab's pages without a browser: who may run code, and what happens to the learner's file."""

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from gradatim.labs.exercise import find
from gradatim.views.core.wire import pack, unpack
from gradatim.web.app import create_app
from tests.web.lab_requests import post

HOST = "http://127.0.0.1"


@pytest.mark.parametrize("token", ["", "secret"])
def test_without_the_token_nobody_reaches_the_lab_even_from_this_computer(folder, token):
    with TestClient(create_app(token, lab=folder.path), base_url=HOST) as visitor:
        for path in (
            "/lab",
            "/lab/02-masks",
            "/lab/02-masks/file",
            "/lab?token=guess",
            "/lab?token=",
        ):
            assert visitor.get(path).status_code == 403
        assert post(visitor, "check", text="x = 1", known="").status_code == 403
        with (
            pytest.raises(WebSocketDisconnect),
            visitor.websocket_connect("ws://127.0.0.1/lab/live?view=05-perceptron.en"),
        ):
            pass
        assert visitor.get("/").status_code == 200  # the views stay open to this computer
        assert "set-cookie" not in visitor.get("/").headers


def test_a_foreign_page_cannot_post_although_the_cookie_would_be_sent(owner):
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1234"):
        answer = owner.post("/lab/02-masks/check", json={}, headers={"origin": origin})
        assert answer.status_code == 403


def test_a_server_that_others_reach_has_no_lab(folder):
    app = create_app("secret", loopback=False, lab=folder.path)
    with TestClient(app, base_url="http://box.lan") as visitor:
        page = visitor.get("/lab/02-masks?token=secret")
        assert page.status_code == 403
        assert "gradatim lab open" in page.text
        assert post(visitor, "check", text="x = 1", known="").status_code == 400
        assert visitor.post("/lab/make").status_code == 403
        with visitor.websocket_connect("ws://box.lan/lab/live?view=05-perceptron.en") as socket:
            assert "own computer" in unpack(socket.receive_bytes())[0]["text"]


def test_crafted_messages_are_answered(owner):
    for body in (b"[]", b"\xff", b'{"text": 3}', b"{" * 9000, b'{"level": "x"}'):
        for action in ("save", "check", "hint", "mine"):
            answer = owner.post(f"/lab/02-masks/{action}", content=body)
            assert answer.status_code in (200, 400, 409)
    assert owner.post("/lab/02-masks/save", content=b"0" * 3_000_000).status_code == 413
    assert owner.get("/lab/..%2F..%2Fetc").status_code == 404
    assert "did you mean" in owner.get("/lab/broadcastin").text


def own_of(socket):
    for _ in range(50):
        header, _ = unpack(socket.receive_bytes())
        if header["type"] == "frame":
            socket.send_bytes(pack({"type": "drawn", "id": header["id"]}))
            return header["data"]["own"]
    raise AssertionError("no frame came")


def test_the_view_runs_the_learners_function_and_says_whose_numbers_it_shows(owner, folder):
    exercise = find("perceptron", folder.exercises)
    file = folder.file(exercise)
    away = (exercise.path / "mistakes" / "moves_away.py").read_text("utf-8")
    cases = [
        (exercise.starter, "unsolved", "NotImplementedError"),
        (exercise.solution, "right", ""),
        (exercise.solution + "\n" + away, "wrong", "values are wrong"),
        (exercise.solution + "\n\ndef update(*a):\n    return 3\n", "failed", "expected"),
        ("def update(:\n", "failed", "cannot read line 1"),
    ]
    file.write_text(cases[0][0])
    with owner.websocket_connect("ws://127.0.0.1/lab/live?view=05-perceptron.en") as socket:
        socket.send_bytes(pack({"type": "ready"}))
        for text, status, word in cases:
            file.write_text(text)
            socket.send_bytes(pack({"type": "reset"}))
            for _ in range(5):
                own = own_of(socket)
                if own["status"] == status:
                    break
            assert own["status"] == status
            assert word in own["sentence"]
            assert own["names"] == "update"
