"""A lesson on the pages: its list, its bar, and controls that stay as they are."""

import pytest
from starlette.testclient import TestClient

from gradatim.views.core.wire import pack, unpack
from gradatim.web.app import create_app
from gradatim.web.lessons.lesson import read_lesson

TEXT = """
title = "Week <3>"
[[page]]
chapter = 1
[[page]]
view = "perceptron"
fix = { data = "moons" }
hide = ["seed"]
[[page]]
exercise = "05-perceptron"
"""


@pytest.fixture
def client(tmp_path):
    (tmp_path / "lesson.toml").write_text(TEXT, "utf-8")
    app = create_app("word", lab=tmp_path, lesson=read_lesson(tmp_path / "lesson.toml"))
    return TestClient(app, base_url="http://127.0.0.1")


def test_the_first_page_lists_the_lesson(client):
    page = client.get("/?lang=en").text
    assert "<h2>Week &lt;3&gt;</h2>" in page
    places = [page.index(f"lesson={i}") for i in (1, 2, 3)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/chapter/1?lesson=1", ["lesson=2"]),
        ("/view/perceptron?lesson=2&data=moons", ["lesson=1", "lesson=3"]),
        ("/lab/05-perceptron?lesson=3", ["lesson=2"]),
    ],
)
def test_a_bar_above_each_page_leads_on(client, path, links):
    page = client.get(f"{path}&lang=fr&token=word").text
    bar = page.partition('<nav class="lesson"')[2].partition("</nav>")[0]
    assert [f"lesson={i}" for i in (1, 2, 3) if f"lesson={i}" in bar] == links
    assert "/static/lessons/lessons.css" in page.partition("</head>")[0]


def test_other_pages_have_no_bar(client):
    for path in ("/chapter/1", "/chapter/1?lesson=9", "/chapter/1?lesson=x"):
        assert 'class="lesson"' not in client.get(path).text


def test_a_view_keeps_what_the_lesson_fixes(client):
    address = "/live?view=perceptron&lesson=2&data=xor"
    with client.websocket_connect(f"ws://127.0.0.1{address}") as socket:

        def receive(kind):
            while True:
                header, _ = unpack(socket.receive_bytes())
                if header["type"] == kind:
                    return header
                if header["type"] == "frame":
                    socket.send_bytes(pack({"type": "drawn", "id": header["id"]}))

        socket.send_bytes(pack({"type": "ready"}))
        hello = receive("hello")
        assert hello["values"]["data"] == "moons"
        assert hello["controls"]["data"]["fixed"]
        assert hello["controls"]["seed"]["hidden"]
        assert not hello["controls"]["noise"]["fixed"]
        socket.send_bytes(pack({"type": "set", "name": "data", "value": "xor"}))
        assert "lesson" in receive("error")["text"]


def test_the_lesson_of_another_page_fixes_nothing(client):
    with client.websocket_connect("ws://127.0.0.1/live?view=mlp&lesson=2") as socket:
        socket.send_bytes(pack({"type": "ready"}))
        header = {"type": ""}
        while header["type"] != "hello":
            header, _ = unpack(socket.receive_bytes())
        assert not any(control["fixed"] for control in header["controls"].values())
