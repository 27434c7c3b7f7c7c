"""A zip of one's own: what it holds is unpacked once, and nothing beside it is written."""

import zipfile

import pytest

from gradatim.data.own.archive import unpacked
from gradatim.errors import UserError


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def packed(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_one_folder_inside_is_the_folder_and_hidden_files_stay_out(tmp_path):
    files = {"pets/cat/1.txt": "a", "pets/dog/2.txt": "b", "__MACOSX/x": "", "pets/.DS_Store": ""}
    folder = unpacked(packed(tmp_path / "a.zip", files))
    assert folder.name == "pets"
    assert sorted(p.name for p in folder.rglob("*")) == ["1.txt", "2.txt", "cat", "dog"]


def test_the_same_archive_is_unpacked_once(tmp_path):
    path = packed(tmp_path / "a.zip", {"cat/1.txt": "a", "dog/2.txt": "b"})
    folder = unpacked(path)
    (folder / "mark").touch()
    assert unpacked(path) == folder
    assert (folder / "mark").exists()


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "cat/../../out.txt", "..\\out.txt"])
def test_names_that_lead_out_are_refused_and_leave_nothing(tmp_path, cache, name):
    path = packed(tmp_path / "a.zip", {"cat/1.txt": "a", name: "b"})
    with pytest.raises(UserError, match="leads out of it"):
        unpacked(path)
    assert not [p for p in tmp_path.rglob("*") if p.name.endswith((".txt", ".part"))]


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_text("no archive")
    with pytest.raises(UserError, match="cannot be unpacked"):
        unpacked(tmp_path / "a.zip")
