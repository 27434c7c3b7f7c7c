"""What the lab's page asks for: to check, save, take back; no text is ever lost."""

import json

import pytest

from gradatim.labs.check import check_file
from gradatim.labs.exercise import exercises
from gradatim.labs.workspace import open_workspace
from tests.web.lab_requests import opened, post, wrong


def test_check_stores_the_text_and_answers_as_the_command_line_does(owner, folder, masks):
    known = opened(owner)["file"]["mark"]
    told = post(owner, "check", text=wrong(masks), known=known).json()
    assert folder.file(masks).read_text("utf-8") == wrong(masks)
    same = check_file(masks, folder.file(masks), "en")
    del same["seconds"], told["answer"]["seconds"]
    assert told["answer"] == json.loads(json.dumps(same))
    assert told["answer"]["mistake"]["name"] == "zero_counted_positive"
    assert told["next"] == {"key": "next_hint", "exercise": masks.name, "level": "1", "levels": "3"}
    assert open_workspace(folder.path).of(masks).state == "tried"
    told = post(owner, "check", text=masks.solution, known=told["file"]["mark"]).json()
    assert told["answer"]["status"] == "passed"
    assert told["progress"] == {"done": 1, "all": len(exercises()), "state": "done"}
    assert "<p>" in told["after"]


def test_what_changed_on_the_disk_is_never_overwritten(owner, folder, masks):
    file, known = folder.file(masks), opened(owner)["file"]["mark"]
    file.write_text("theirs = 1\n")
    for action in ("save", "check"):
        answer = post(owner, action, text="mine = 1\n", known=known)
        assert answer.status_code == 409
        assert answer.json()["changed"]["text"] == "theirs = 1\n"
        assert file.read_text() == "theirs = 1\n"
    seen = answer.json()["changed"]["mark"]
    file.write_text("theirs = 2\n")  # once more, unseen
    assert post(owner, "mine", text="mine = 1\n", known=seen).status_code == 409
    seen = owner.get(f"/lab/02-masks/file?known={seen}").json()["mark"]
    told = post(owner, "mine", text="mine = 1\n", known=seen).json()
    assert file.read_text() == "mine = 1\n"
    assert (file.parent / told["kept"]).read_text() == "theirs = 2\n"


def test_taking_what_is_on_the_disk_keeps_the_text_of_the_page(owner, folder, masks):
    file = folder.file(masks)
    file.write_text("theirs = 1\n")
    told = post(owner, "theirs", text="mine = 1\n").json()
    assert told["file"]["text"] == file.read_text() == "theirs = 1\n"
    assert (file.parent / told["kept"]).read_text() == "mine = 1\n"


def test_the_page_hears_of_a_change_by_another_editor_and_of_nothing_else(owner, folder, masks):
    known = opened(owner)["file"]["mark"]
    assert owner.get(f"/lab/02-masks/file?known={known}").json() == {"mark": known}
    folder.file(masks).write_text("other = 1\n")
    assert owner.get(f"/lab/02-masks/file?known={known}").json()["text"] == "other = 1\n"
    folder.file(masks).unlink()
    assert owner.get(f"/lab/02-masks/file?known={known}").json()["mark"] == "gone"
    assert post(owner, "mine", text="back = 1\n", known="gone").status_code == 200
    assert folder.file(masks).read_text() == "back = 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a = 1\r\nb = 2\r\n", "a = 1\nb = é\n".replace("\n", "\r\n").encode()),
        (b"\xef\xbb\xbfa = 1\nb = 2\n", b"\xef\xbb\xbf" + "a = 1\nb = é\n".encode()),
        (b"# coding: latin-1\n", None),
    ],
)
def test_line_ends_mark_and_declared_encoding_stay(owner, folder, masks, before, after):
    folder.file(masks).write_bytes(before)
    shown = opened(owner)["file"]
    text = "a = 1\nb = é\n" if after else "# coding: latin-1\nb = 'é'\n"
    assert post(owner, "save", text=text, known=shown["mark"]).status_code == 200
    assert folder.file(masks).read_bytes() == (after or text.encode("latin-1"))


def test_a_file_in_another_encoding_is_shown_and_left_alone_until_the_learner_wishes(
    owner, folder, masks
):
    data = "é = 1\n".encode("latin-1")
    folder.file(masks).write_bytes(data)
    shown = opened(owner)["file"]
    assert "Latin-1" in shown["problem"]
    assert shown["text"] == "é = 1\n"
    assert "Latin-1" in post(owner, "check").json()["answer"]["sentence"]
    assert folder.file(masks).read_bytes() == data
    told = post(owner, "mine", text=shown["text"], known=shown["mark"]).json()
    assert folder.file(masks).read_text("utf-8") == "é = 1\n"
    assert (folder.file(masks).parent / told["kept"]).read_bytes() == data


def test_reset_keeps_both_the_file_and_what_only_the_page_had(owner, folder, masks):
    file = folder.file(masks)
    file.write_text("on_disk = 1\n")
    told = post(owner, "reset", text="only_here = 1\n").json()
    assert told["file"]["text"] == masks.starter
    kept = {path.read_text() for path in file.parent.glob("masks.2*.py")}
    assert kept == {"on_disk = 1\n", "only_here = 1\n"}


def test_hints_open_one_by_one_and_the_solution_after_success_or_a_wish(owner, folder, masks):
    assert opened(owner)["hints"] == []
    assert len(post(owner, "hint", level=1).json()["hints"]) == 1
    assert len(post(owner, "hint").json()["hints"]) == 2
    assert open_workspace(folder.path).of(masks).hints == 2
    assert "right" in post(owner, "solution").json()["error"]
    told = post(owner, "solution", wish=True).json()
    assert told["solution"] == masks.solution
    assert open_workspace(folder.path).of(masks).state == "seen"
