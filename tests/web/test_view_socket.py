"""The live connection without a browser: frames, refusals, and a server that lives on."""

import json
import os
import platform

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


PROGRAM = b"""
import os
from torch import nn
model = nn.Sequential(nn.Linear(2, 7), nn.Tanh(), nn.Linear(7, 2))
model[0].bias.data.fill_(float(os.getpid()))
"""


def answer_to_program(client, address):
    with client.websocket_connect(address) as socket:
        send(socket, type="ready")
        frame, _ = read_until(socket, "frame")
        send(socket, type="drawn", id=frame["id"])
        socket.send_bytes(pack({"type": "file", "name": "mine.py"}, [PROGRAM]))
        for _ in range(20):
            header, _ = unpack(socket.receive_bytes())
            if header["type"] == "error":
                return header["text"]
            if header["type"] == "frame":
                send(socket, type="drawn", id=header["id"])
                if "Your network" in header["data"]["notice"]:
                    return header["values"]
    raise AssertionError("no answer came")


def test_a_program_runs_for_the_owner_only_and_not_in_the_server(client):
    told = answer_to_program(client, "ws://127.0.0.1/live?view=mlp")
    assert "owner's computer only" in told
    with TestClient(create_app("secret"), base_url=HOST) as owner:
        assert owner.get("/?token=secret").status_code == 200
        values = answer_to_program(owner, "ws://127.0.0.1/live?view=mlp")
        (visitor,) = owner.app.state.live.visitors.values()
        (process,) = set(visitor.runner.engine.model.get_parameter("0.bias").tolist())
        assert values["width"] == 7
        assert process != os.getpid()


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


def test_visitors_threads_share_their_memory_where_the_system_can():
    assert view_socket.share_memory() == (platform.libc_ver()[0] == "glibc")
