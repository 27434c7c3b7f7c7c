"""The live connection without a browser: frames, refusals, and a server that lives on."""

import json

import pytest
from starlette.testclient import TestClient

from gradatim.views.core.wire import pack, unpack
from gradatim.web import view_socket
from gradatim.web.app import create_app

HOST = "http://127.0.0.1"


@pytest.fixture
def client():
    with TestClient(create_app(), base_url=HOST) as found:
        yield found


def read_until(socket, kind):
    for _ in range(50):
        header, buffers = unpack(socket.receive_bytes())
        if header["type"] == kind:
            return header, buffers
    raise AssertionError(f"no {kind} came")


def send(socket, **message):
    socket.send_bytes(pack(message))


def test_a_page_gets_words_and_frames_and_its_address(client):
    with client.websocket_connect(
        "ws://127.0.0.1/live?view=perceptron&data=or&seed=7&lang=en"
    ) as socket:
        send(socket, type="ready")
        hello, _ = read_until(socket, "hello")
        assert hello["values"]["data"] == "or"
        frame, buffers = read_until(socket, "frame")
        assert frame["data"]["step"] == 0
        assert frame["address"] == {"data": "or", "seed": "7"}
        assert buffers
        send(socket, type="drawn", id=frame["id"])
        send(socket, type="step", n=3)
        frame, _ = read_until(socket, "frame")
        assert frame["data"]["step"] >= 1


def test_an_address_with_a_step_leads_there(client):
    for asked, reached in (("7", 7), ("-1", 0), ("9" * 5000, 0)):
        address = f"ws://127.0.0.1/live?view=perceptron&data=xor&step={asked[:3000]}"
        with client.websocket_connect(address) as socket:
            send(socket, type="ready")
            for _ in range(50):
                frame, _ = read_until(socket, "frame")
                send(socket, type="drawn", id=frame["id"])
                if frame["data"]["step"] >= reached:
                    break
            assert frame["data"]["step"] >= reached


def test_a_wrong_address_starts_the_view_and_says_why(client):
    with client.websocket_connect("ws://127.0.0.1/live?view=perceptron&data=nonsense") as socket:
        send(socket, type="ready")
        error, _ = read_until(socket, "error")
        assert "nonsense" in error["text"]
        read_until(socket, "frame")


def test_crafted_messages_do_not_stop_the_server(client):
    with client.websocket_connect("ws://127.0.0.1/live?view=perceptron") as socket:
        bad = (b"", b"\xff" * 7, b"\x00" * 400, pack({"type": 3}), pack({})[:-2])
        huge = b"\x02\x00\x00\x00[]"
        for message in (*bad, huge, json.dumps({"type": "play"}).encode()):
            socket.send_bytes(message)
        socket.send_text("hello")
        send(socket, type="ready")
        read_until(socket, "frame")
    assert client.get("/").status_code == 200


def test_a_view_that_does_not_exist_is_refused(client):
    with client.websocket_connect("ws://127.0.0.1/live?view=../../etc") as socket:
        error, _ = unpack(socket.receive_bytes())[0], None
        assert "There is no view" in error["text"]


def test_too_many_pages_are_refused_and_places_become_free(client, monkeypatch):
    monkeypatch.setattr(view_socket, "MAX_VISITORS", 3)
    for _ in range(2):
        held = [
            client.websocket_connect("ws://127.0.0.1/live?view=perceptron").__enter__()
            for _ in range(3)
        ]
        with client.websocket_connect("ws://127.0.0.1/live?view=perceptron") as socket:
            header, _ = unpack(socket.receive_bytes())
            assert "3 pages are open" in header["text"]
        for socket in held:
            socket.__exit__(None, None, None)


def test_a_lost_page_finds_its_run_again_and_a_gone_one_is_swept(client, monkeypatch):
    with client.websocket_connect("ws://127.0.0.1/live?view=perceptron") as socket:
        key = read_until(socket, "key")[0]["key"]
        send(socket, type="step", n=2)
        send(socket, type="ready")
        read_until(socket, "hello")
    with client.websocket_connect(f"ws://127.0.0.1/live?view=perceptron&key={key}") as socket:
        assert read_until(socket, "key")[0]["key"] == key
        send(socket, type="ready")
        read_until(socket, "frame")
    visitors = client.app.state.live.visitors
    runner = visitors[key].runner
    monkeypatch.setattr(view_socket, "ABSENCE", 0.0)
    client.app.state.live.sweep()
    assert key not in visitors
    runner.thread.join(5)
    assert not runner.thread.is_alive()
