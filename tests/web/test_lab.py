"""The lab's pages without a browser: who may run code, and what happens to the learner's file."""

import json

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from gradatim.labs.check import check_file
from gradatim.labs.exercise import exercises, find
from gradatim.labs.workspace import init_workspace, open_workspace
from gradatim.views.core.wire import pack, unpack
from gradatim.web.app import create_app

HOST = "http://127.0.0.1"


@pytest.fixture
def folder(tmp_path):
    init_workspace(tmp_path / "lab", "en")
    return open_workspace(tmp_path / "lab")


@pytest.fixture
def masks(folder):
    return find("masks", folder.exercises)


@pytest.fixture
def client(folder):
    with TestClient(create_app("secret", lab=folder.path), base_url=HOST) as found:
        assert found.get("/lab?token=secret").status_code == 200  # the cookie stays
        yield found


def page_data(text):
    return json.loads(text.split('id="lab-data">')[1].split("</script>")[0])


def opened(client, name="02-masks"):
    return page_data(client.get(f"/lab/{name}?lang=en").text)


def post(client, action, name="02-masks", **fields):
    return client.post(f"/lab/{name}/{action}?lang=en", json=fields)


def wrong(masks):
    return masks.solution + "\n\ndef positives(x):\n    return x[x >= 0]\n"


# Who may run code -----------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "secret"])
def test_without_the_token_nobody_reaches_the_lab_even_from_this_computer(folder, token):
    with TestClient(create_app(token, lab=folder.path), base_url=HOST) as client:
        for path in (
            "/lab",
            "/lab/02-masks",
            "/lab/02-masks/file",
            "/lab?token=guess",
            "/lab?token=",
        ):
            assert client.get(path).status_code == 403
        assert post(client, "check", text="x = 1", known="").status_code == 403
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("ws://127.0.0.1/lab/live?view=05-perceptron.en"),
        ):
            pass
        assert client.get("/").status_code == 200  # the views stay open to this computer
        assert "set-cookie" not in client.get("/").headers


def test_a_foreign_page_cannot_post_although_the_cookie_would_be_sent(client):
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1234"):
        answer = client.post("/lab/02-masks/check", json={}, headers={"origin": origin})
        assert answer.status_code == 403


def test_a_server_that_others_reach_has_no_lab(folder):
    app = create_app("secret", loopback=False, lab=folder.path)
    with TestClient(app, base_url="http://box.lan") as client:
        page = client.get("/lab/02-masks?token=secret")
        assert page.status_code == 403
        assert "gradatim lab open" in page.text
        assert post(client, "check", text="x = 1", known="").status_code == 400
        assert client.post("/lab/make").status_code == 403
        with client.websocket_connect("ws://box.lan/lab/live?view=05-perceptron.en") as socket:
            assert "own computer" in unpack(socket.receive_bytes())[0]["text"]


def test_crafted_messages_are_answered(client):
    for body in (b"[]", b"\xff", b'{"text": 3}', b"{" * 9000, b'{"level": "x"}'):
        for action in ("save", "check", "hint", "mine"):
            answer = client.post(f"/lab/02-masks/{action}", content=body)
            assert answer.status_code in (200, 400, 409)
    assert client.post("/lab/02-masks/save", content=b"0" * 3_000_000).status_code == 413
    assert client.get("/lab/..%2F..%2Fetc").status_code == 404
    assert "did you mean" in client.get("/lab/broadcastin").text


# Pages ----------------------------------------------------------------------------------------


def test_list_has_every_exercise_with_its_progress_in_both_languages(client, folder):
    folder.record(folder.exercises[0], "passed")
    n = len(folder.exercises)
    for language, done in (("en", f"1 of {n} done"), ("fr", f"faits : 1 sur {n}")):
        text = client.get(f"/lab?lang={language}").text
        assert done in text
        for exercise in folder.exercises:
            assert f"/lab/{exercise.name}?lang={language}" in text
        assert f"/lab?lang={language}" in client.get(f"/?lang={language}").text


def test_exercise_is_found_by_number_and_shows_the_file_as_it_is(client, folder, masks):
    folder.file(masks).write_text("# </script><b>\nx = '&'\n")
    text = client.get("/lab/2?lang=fr").text
    assert page_data(text)["file"]["text"] == "# </script><b>\nx = '&'\n"
    assert masks.title("fr") in text
    assert "http://" not in text


def test_without_a_folder_the_page_offers_to_make_one(tmp_path):
    with TestClient(create_app("secret", lab=tmp_path), base_url=HOST) as client:
        assert "Create my lab folder" in client.get("/lab?token=secret&lang=en").text
        made = client.post("/lab/make?lang=en")
        assert f"0 of {len(exercises())} done" in made.text
    assert open_workspace(tmp_path).path == tmp_path / "gradatim-lab"


# The learner's file ---------------------------------------------------------------------------


def test_check_stores_the_text_and_answers_as_the_command_line_does(client, folder, masks):
    known = opened(client)["file"]["mark"]
    told = post(client, "check", text=wrong(masks), known=known).json()
    assert folder.file(masks).read_text("utf-8") == wrong(masks)
    same = check_file(masks, folder.file(masks), "en")
    del same["seconds"], told["answer"]["seconds"]
    assert told["answer"] == json.loads(json.dumps(same))
    assert told["answer"]["mistake"]["name"] == "zero_counted_positive"
    assert told["next"] == {"key": "next_hint", "exercise": masks.name, "level": "1", "levels": "3"}
    assert open_workspace(folder.path).of(masks).state == "tried"
    told = post(client, "check", text=masks.solution, known=told["file"]["mark"]).json()
    assert told["answer"]["status"] == "passed"
    assert told["progress"] == {"done": 1, "all": len(exercises()), "state": "done"}
    assert "<p>" in told["after"]


def test_what_changed_on_the_disk_is_never_overwritten(client, folder, masks):
    file, known = folder.file(masks), opened(client)["file"]["mark"]
    file.write_text("theirs = 1\n")
    for action in ("save", "check"):
        answer = post(client, action, text="mine = 1\n", known=known)
        assert answer.status_code == 409
        assert answer.json()["changed"]["text"] == "theirs = 1\n"
        assert file.read_text() == "theirs = 1\n"
    seen = answer.json()["changed"]["mark"]
    file.write_text("theirs = 2\n")  # once more, unseen
    assert post(client, "mine", text="mine = 1\n", known=seen).status_code == 409
    seen = client.get(f"/lab/02-masks/file?known={seen}").json()["mark"]
    told = post(client, "mine", text="mine = 1\n", known=seen).json()
    assert file.read_text() == "mine = 1\n"
    assert (file.parent / told["kept"]).read_text() == "theirs = 2\n"


def test_taking_what_is_on_the_disk_keeps_the_text_of_the_page(client, folder, masks):
    file = folder.file(masks)
    file.write_text("theirs = 1\n")
    told = post(client, "theirs", text="mine = 1\n").json()
    assert told["file"]["text"] == file.read_text() == "theirs = 1\n"
    assert (file.parent / told["kept"]).read_text() == "mine = 1\n"


def test_the_page_hears_of_a_change_by_another_editor_and_of_nothing_else(client, folder, masks):
    known = opened(client)["file"]["mark"]
    assert client.get(f"/lab/02-masks/file?known={known}").json() == {"mark": known}
    folder.file(masks).write_text("other = 1\n")
    assert client.get(f"/lab/02-masks/file?known={known}").json()["text"] == "other = 1\n"
    folder.file(masks).unlink()
    assert client.get(f"/lab/02-masks/file?known={known}").json()["mark"] == "gone"
    assert post(client, "mine", text="back = 1\n", known="gone").status_code == 200
    assert folder.file(masks).read_text() == "back = 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a = 1\r\nb = 2\r\n", "a = 1\nb = é\n".replace("\n", "\r\n").encode()),
        (b"\xef\xbb\xbfa = 1\nb = 2\n", b"\xef\xbb\xbf" + "a = 1\nb = é\n".encode()),
        (b"# coding: latin-1\n", None),
    ],
)
def test_line_ends_mark_and_declared_encoding_stay(client, folder, masks, before, after):
    folder.file(masks).write_bytes(before)
    shown = opened(client)["file"]
    text = "a = 1\nb = é\n" if after else "# coding: latin-1\nb = 'é'\n"
    assert post(client, "save", text=text, known=shown["mark"]).status_code == 200
    assert folder.file(masks).read_bytes() == (after or text.encode("latin-1"))


def test_a_file_in_another_encoding_is_shown_and_left_alone_until_the_learner_wishes(
    client, folder, masks
):
    data = "é = 1\n".encode("latin-1")
    folder.file(masks).write_bytes(data)
    shown = opened(client)["file"]
    assert "Latin-1" in shown["problem"]
    assert shown["text"] == "é = 1\n"
    assert "Latin-1" in post(client, "check").json()["answer"]["sentence"]
    assert folder.file(masks).read_bytes() == data
    told = post(client, "mine", text=shown["text"], known=shown["mark"]).json()
    assert folder.file(masks).read_text("utf-8") == "é = 1\n"
    assert (folder.file(masks).parent / told["kept"]).read_bytes() == data


def test_reset_keeps_both_the_file_and_what_only_the_page_had(client, folder, masks):
    file = folder.file(masks)
    file.write_text("on_disk = 1\n")
    told = post(client, "reset", text="only_here = 1\n").json()
    assert told["file"]["text"] == masks.starter
    kept = {path.read_text() for path in file.parent.glob("masks.2*.py")}
    assert kept == {"on_disk = 1\n", "only_here = 1\n"}


def test_hints_open_one_by_one_and_the_solution_after_success_or_a_wish(client, folder, masks):
    assert opened(client)["hints"] == []
    assert len(post(client, "hint", level=1).json()["hints"]) == 1
    assert len(post(client, "hint").json()["hints"]) == 2
    assert open_workspace(folder.path).of(masks).hints == 2
    assert "right" in post(client, "solution").json()["error"]
    told = post(client, "solution", wish=True).json()
    assert told["solution"] == masks.solution
    assert open_workspace(folder.path).of(masks).state == "seen"


# The view -------------------------------------------------------------------------------------


def own_of(socket):
    for _ in range(50):
        header, _ = unpack(socket.receive_bytes())
        if header["type"] == "frame":
            socket.send_bytes(pack({"type": "drawn", "id": header["id"]}))
            return header["data"]["own"]
    raise AssertionError("no frame came")


def test_the_view_runs_the_learners_function_and_says_whose_numbers_it_shows(client, folder):
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
    with client.websocket_connect("ws://127.0.0.1/lab/live?view=05-perceptron.en") as socket:
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
