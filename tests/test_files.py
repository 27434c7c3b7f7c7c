"""A file is the old one or the whole new one, and it is on the disk before it takes a name."""

import os
import stat

import pytest

from gradatim.files import move_into_place, write_atomically, write_json


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("old")
    return path


@pytest.mark.parametrize(
    "content", ["é\n", "é\n".encode(), lambda path: path.write_bytes(b"\xc3\xa9\n")]
)
def test_text_bytes_and_a_writer_give_the_same_file(tmp_path, content):
    path = tmp_path / "new" / "folder" / "file.txt"
    write_atomically(path, content)
    assert path.read_bytes() == b"\xc3\xa9\n"
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize(
    ("fault", "seen"),
    [(RuntimeError("PytorchStreamWriter failed"), OSError), (KeyError("x"), KeyError)],
)
def test_a_writer_that_fails_leaves_the_old_file_and_no_other(file, fault, seen):
    def half(path):
        path.write_text("hal")
        raise fault

    with pytest.raises(seen):
        write_atomically(file, half)
    assert file.read_text() == "old"
    assert os.listdir(file.parent) == [file.name]


def test_an_objection_at_the_last_moment_leaves_the_old_file(file):
    def object_to_it():
        raise PermissionError("somebody else wrote it")

    with pytest.raises(PermissionError):
        write_atomically(file, "new", before_replacing=object_to_it)
    assert file.read_text() == "old"
    assert os.listdir(file.parent) == [file.name]


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_permissions_and_links_stay(file):
    file.chmod(0o444)
    link = file.with_name("link.txt")
    link.symlink_to(file)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o444


@pytest.mark.skipif(os.name != "posix", reason="needs fcntl")
def test_file_and_folder_reach_the_disk_in_this_order_around_the_renaming(file, monkeypatch):
    import fcntl

    events = []
    flush, replace = os.fsync, os.replace

    def fsync(number):
        folder = stat.S_ISDIR(os.fstat(number).st_mode)
        reading = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        assert folder or not reading  # Windows refuses to flush what is open for reading
        events.append("folder" if folder else "file")
        flush(number)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", lambda a, b: (events.append("rename"), replace(a, b)))
    write_atomically(file, "new")
    assert events == ["file", "rename", "folder"]


def test_a_finished_file_moves_into_place(file):
    finished = file.with_name("finished")
    finished.write_text("new")
    move_into_place(finished, file)
    assert file.read_text() == "new"
    assert not finished.exists()


def test_json_is_readable_text(tmp_path):
    write_json(tmp_path / "a.json", {"où": tmp_path})
    assert (tmp_path / "a.json").read_text("utf-8") == f'{{\n  "où": "{tmp_path}"\n}}\n'


@pytest.mark.skipif(os.name != "posix", reason="Windows has no umask")
def test_new_files_follow_the_umask_whoever_writes_them(tmp_path):
    def write_privately(path):
        path.unlink()
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))

    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "text", "x")
        write_atomically(tmp_path / "weights", write_privately)
    finally:
        os.umask(before)
    assert [(tmp_path / n).stat().st_mode & 0o777 for n in ("text", "weights")] == [0o640, 0o640]
