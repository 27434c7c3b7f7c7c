"""The learner's workspace: nothing of theirs is lost, whatever is upgraded, reset or damaged."""

import os
import shutil

import pytest

from gradatim.errors import UserError
from gradatim.labs.exercise import BUILT_IN
from gradatim.labs.workspace import PROGRESS_FILE, init_workspace, open_workspace, reset_exercise


@pytest.fixture
def own_set(tmp_path):
    """A third party's set of two exercises."""
    root = tmp_path / "set"
    for name in ("01-tensors", "02-masks"):
        shutil.copytree(BUILT_IN / name, root / name)
    return root


def test_init_gives_every_exercise_its_file_and_task(tmp_path):
    result = init_workspace(tmp_path / "lab", "fr")
    workspace = open_workspace(tmp_path / "lab")
    assert len(result["added"]) == len(workspace.exercises)
    for exercise in workspace.exercises:
        assert workspace.file(exercise).read_text("utf-8") == exercise.starter
        assert (workspace.file(exercise).parent / "task.md").read_text("utf-8") == exercise.text(
            "task", "fr"
        )


def test_init_again_overwrites_nothing_and_brings_back_nothing_deleted(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "en", own_set)
    workspace = open_workspace(tmp_path / "lab")
    first, second = workspace.exercises
    workspace.file(first).write_text("mine")
    workspace.file(second).unlink()
    assert init_workspace(tmp_path / "lab") == {"added": [], "beside": []}
    assert workspace.file(first).read_text() == "mine"
    assert not workspace.file(second).exists()


def test_upgrade_puts_a_newer_starter_beside(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "en", own_set)
    workspace = open_workspace(tmp_path / "lab")
    first = workspace.exercises[0]
    workspace.file(first).write_text("mine")
    (own_set / "01-tensors" / "starter.py").write_text("newer")
    assert init_workspace(tmp_path / "lab")["beside"] == ["01-tensors"]
    assert workspace.file(first).read_text() == "mine"
    assert workspace.file(first).with_suffix(".new.py").read_text() == "newer"
    assert init_workspace(tmp_path / "lab")["beside"] == []


def test_upgrade_adds_new_exercises(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "en", own_set)
    shutil.copytree(BUILT_IN / "03-broadcasting", own_set / "03-broadcasting")
    assert init_workspace(tmp_path / "lab")["added"] == ["03-broadcasting"]


def test_reset_leaves_the_learners_file_under_another_name(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "en", own_set)
    workspace = open_workspace(tmp_path / "lab")
    first = workspace.exercises[0]
    for text in ("mine", "mine again"):
        workspace.file(first).write_text(text)
        backup = reset_exercise(workspace, first)
        assert backup.read_text() == text
        assert workspace.file(first).read_text("utf-8") == first.starter
    assert reset_exercise(workspace, first) is None


def test_init_without_its_progress_file_leaves_the_learners_files(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "en", own_set)
    workspace = open_workspace(tmp_path / "lab")
    workspace.file(workspace.exercises[0]).write_text("mine")
    (tmp_path / "lab" / PROGRESS_FILE).unlink()
    assert init_workspace(tmp_path / "lab", "en", own_set) == {"added": [], "beside": []}
    assert workspace.file(workspace.exercises[0]).read_text() == "mine"


def test_progress_is_readable_text_and_survives_a_round_trip(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "fr", own_set)
    workspace = open_workspace(tmp_path / "lab")
    first, second = workspace.exercises
    workspace.record(first, "passed")
    workspace.record(second, "failed")
    workspace.of(second).hints = 2
    workspace.save()
    text = (tmp_path / "lab" / PROGRESS_FILE).read_text("utf-8")
    assert "01-tensors" in text
    assert "done" in text
    again = open_workspace(tmp_path / "lab")
    assert again.language == "fr"
    assert again.progress == workspace.progress
    assert again.current() == second
    again.record(first, "failed")
    assert again.of(first).state == "done"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"checks": 1', '"checks": "one"', ["checks of 02-masks is 'one'", "a whole number"]),
        ('"state": "done"', '"state": "won"', ["state of 02-masks is 'won'", "new or tried"]),
        ('"language": "en"', '"language": 3', ["language is 3"]),
        ('"progress": {', '"progres": {', ["progress is None"]),
        ("{", "", ["damaged"]),
    ],
)
def test_a_damaged_progress_file_is_named_and_left_alone(tmp_path, own_set, old, new, words):
    init_workspace(tmp_path / "lab", "en", own_set)
    workspace = open_workspace(tmp_path / "lab")
    workspace.record(workspace.exercises[1], "passed")
    file = tmp_path / "lab" / PROGRESS_FILE
    damaged = file.read_text().replace(old, new, 1)
    file.write_text(damaged)
    for use in (open_workspace, init_workspace):
        with pytest.raises(UserError) as error:
            use(tmp_path / "lab")
        for word in [*words, PROGRESS_FILE, "check --all"]:
            assert word in str(error.value)
    assert file.read_text() == damaged


def test_lab_is_found_from_inside_and_from_beside(tmp_path, own_set, monkeypatch):
    init_workspace(tmp_path / "gradatim-lab", "en", own_set)
    assert open_workspace(tmp_path).path == tmp_path / "gradatim-lab"
    assert (
        open_workspace(tmp_path / "gradatim-lab" / "01-tensors").path == tmp_path / "gradatim-lab"
    )
    with pytest.raises(UserError, match="gradatim lab init"):
        open_workspace(tmp_path / "set")


def test_wrong_arguments_are_named(tmp_path, own_set):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is a file"):
        init_workspace(tmp_path / "file")
    with pytest.raises(UserError, match="language 'de'"):
        init_workspace(tmp_path / "lab", "de")
    with pytest.raises(UserError, match="holds no exercise"):
        init_workspace(tmp_path / "lab", "en", tmp_path / "nothing")
    init_workspace(tmp_path / "lab", "en", own_set)
    shutil.rmtree(own_set)
    with pytest.raises(UserError, match="are gone"):
        _ = open_workspace(tmp_path / "lab").exercises


def test_an_own_set_is_stored_relative_so_that_both_can_move(tmp_path, own_set):
    (tmp_path / "here").mkdir()
    own_set.rename(tmp_path / "here" / "set")
    init_workspace(tmp_path / "here" / "lab", "en", tmp_path / "here" / "set")
    assert '"../set"' in (tmp_path / "here" / "lab" / PROGRESS_FILE).read_text()
    (tmp_path / "here").rename(tmp_path / "there")
    assert len(open_workspace(tmp_path / "there" / "lab").exercises) == 2


def test_an_own_set_mixes_with_ours_and_replaces_what_has_its_name(tmp_path, own_set):
    (own_set / "02-masks").rename(own_set / "02b-more-masks")
    init_workspace(tmp_path / "lab", "en", own_set, with_ours=True)
    names = [exercise.name for exercise in open_workspace(tmp_path / "lab").exercises]
    assert names[:4] == ["01-tensors", "02-masks", "02b-more-masks", "03-broadcasting"]
    first = open_workspace(tmp_path / "lab").exercises[0]
    assert first.path.parent == own_set


def test_a_folder_in_the_place_of_the_progress_file_is_told(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "en", own_set)
    (tmp_path / "lab" / PROGRESS_FILE).unlink()
    (tmp_path / "lab" / PROGRESS_FILE).mkdir()
    for use in (open_workspace, init_workspace):
        with pytest.raises(UserError, match=f"{PROGRESS_FILE} is no file: move it away"):
            use(tmp_path / "lab")


@pytest.mark.skipif(os.name != "posix", reason="the system has no such devices")
def test_reset_puts_aside_what_is_no_file(tmp_path, own_set):
    init_workspace(tmp_path / "lab", "en", own_set)
    lab = open_workspace(tmp_path / "lab")
    file = lab.file(lab.exercises[0])
    for put in (file.mkdir, lambda: os.mkfifo(file), lambda: file.symlink_to("/dev/null")):
        file.unlink() if file.is_file() else None
        put()
        assert os.path.lexists(reset_exercise(lab, lab.exercises[0]))
        assert file.read_text("utf-8") == lab.exercises[0].starter
