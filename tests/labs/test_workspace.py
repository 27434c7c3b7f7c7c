"""The learner's folder: nothing of theirs is lost, whatever is upgraded, reset or damaged."""

import shutil

import pytest

from gradatim.errors import UserError
from gradatim.labs import workspace
from gradatim.labs.exercise import BUILT_IN


@pytest.fixture
def own_set(tmp_path):
    """A third party's set of two exercises."""
    root = tmp_path / "set"
    for name in ("01-tensors", "02-masks"):
        shutil.copytree(BUILT_IN / name, root / name)
    return root


def test_init_gives_every_exercise_its_file_and_task(tmp_path):
    result = workspace.init(tmp_path / "lab", "fr")
    folder = workspace.open_folder(tmp_path / "lab")
    assert len(result["added"]) == len(folder.exercises)
    for exercise in folder.exercises:
        assert folder.file(exercise).read_text("utf-8") == exercise.starter
        assert (folder.file(exercise).parent / "task.md").read_text("utf-8") == exercise.text(
            "task", "fr"
        )


def test_init_again_overwrites_nothing_and_brings_back_nothing_deleted(tmp_path, own_set):
    workspace.init(tmp_path / "lab", "en", own_set)
    folder = workspace.open_folder(tmp_path / "lab")
    first, second = folder.exercises
    folder.file(first).write_text("mine")
    folder.file(second).unlink()
    assert workspace.init(tmp_path / "lab") == {"added": [], "beside": []}
    assert folder.file(first).read_text() == "mine"
    assert not folder.file(second).exists()


def test_upgrade_lays_a_newer_starter_beside(tmp_path, own_set):
    workspace.init(tmp_path / "lab", "en", own_set)
    folder = workspace.open_folder(tmp_path / "lab")
    first = folder.exercises[0]
    folder.file(first).write_text("mine")
    (own_set / "01-tensors" / "starter.py").write_text("newer")
    assert workspace.init(tmp_path / "lab")["beside"] == ["01-tensors"]
    assert folder.file(first).read_text() == "mine"
    assert folder.file(first).with_suffix(".new.py").read_text() == "newer"
    assert workspace.init(tmp_path / "lab")["beside"] == []


def test_upgrade_adds_new_exercises(tmp_path, own_set):
    workspace.init(tmp_path / "lab", "en", own_set)
    shutil.copytree(BUILT_IN / "03-broadcasting", own_set / "03-broadcasting")
    assert workspace.init(tmp_path / "lab")["added"] == ["03-broadcasting"]


def test_reset_keeps_the_learners_file(tmp_path, own_set):
    workspace.init(tmp_path / "lab", "en", own_set)
    folder = workspace.open_folder(tmp_path / "lab")
    first = folder.exercises[0]
    for text in ("mine", "mine again"):
        folder.file(first).write_text(text)
        backup = workspace.reset(folder, first)
        assert backup.read_text() == text
        assert folder.file(first).read_text("utf-8") == first.starter
    assert workspace.reset(folder, first) is None


def test_progress_is_readable_text_and_survives_a_round_trip(tmp_path, own_set):
    workspace.init(tmp_path / "lab", "fr", own_set)
    folder = workspace.open_folder(tmp_path / "lab")
    first, second = folder.exercises
    folder.record(first, "passed")
    folder.record(second, "failed")
    folder.of(second).hints = 2
    folder.save()
    text = (tmp_path / "lab" / workspace.STATE).read_text("utf-8")
    assert "01-tensors" in text
    assert "done" in text
    again = workspace.open_folder(tmp_path / "lab")
    assert again.language == "fr"
    assert again.progress == folder.progress
    assert again.current() == second
    again.record(first, "failed")
    assert again.of(first).state == "done"


def test_damaged_line_costs_that_line_only(tmp_path, own_set):
    workspace.init(tmp_path / "lab", "en", own_set)
    folder = workspace.open_folder(tmp_path / "lab")
    folder.record(folder.exercises[1], "passed")
    state = tmp_path / "lab" / workspace.STATE
    state.write_text(state.read_text().replace("01-tensors  ", "01-tensors ???"))
    again = workspace.open_folder(tmp_path / "lab")
    assert again.of(again.exercises[1]).state == "done"


def test_lab_is_found_from_inside_and_from_beside(tmp_path, own_set, monkeypatch):
    workspace.init(tmp_path / "gradatim-lab", "en", own_set)
    assert workspace.open_folder(tmp_path).path == tmp_path / "gradatim-lab"
    assert (
        workspace.open_folder(tmp_path / "gradatim-lab" / "01-tensors").path
        == tmp_path / "gradatim-lab"
    )
    with pytest.raises(UserError, match="gradatim lab init"):
        workspace.open_folder(tmp_path / "set")


def test_wrong_arguments_are_named(tmp_path, own_set):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is a file"):
        workspace.init(tmp_path / "file")
    with pytest.raises(UserError, match="language 'de'"):
        workspace.init(tmp_path / "lab", "de")
    with pytest.raises(UserError, match="holds no exercise"):
        workspace.init(tmp_path / "lab", "en", tmp_path / "nothing")
    workspace.init(tmp_path / "lab", "en", own_set)
    shutil.rmtree(own_set)
    with pytest.raises(UserError, match="are gone"):
        workspace.open_folder(tmp_path / "lab")
