"""The page's text goes over the version that it has seen, and over no other."""

import pytest

from gradatim.errors import UserError
from gradatim.labs.file_versions import (
    GONE,
    ChangedError,
    move_beside,
    read_version,
    save_beside,
    write_version,
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "masks.py"
    path.write_text("a = 1\n")
    return path


def test_a_text_is_written_over_the_version_that_was_seen(file):
    seen = read_version(file, "en")
    written = write_version(file, "a = 2\n", seen.mark, "en")
    assert file.read_text() == "a = 2\n"
    assert read_version(file, "en") == written
    assert written.mark != seen.mark


def test_another_version_is_not_overwritten_and_is_given_back(file):
    seen = read_version(file, "en")
    file.write_text("theirs = 1\n")
    with pytest.raises(ChangedError) as changed:
        write_version(file, "mine = 1\n", seen.mark, "en")
    assert changed.value.now.text == "theirs = 1\n"
    assert file.read_text() == "theirs = 1\n"


def test_a_file_that_is_gone_has_its_own_mark_and_can_be_written_again(file):
    file.unlink()
    assert read_version(file, "en").mark == GONE
    write_version(file, "a = 3\n", GONE, "en")
    assert file.read_text() == "a = 3\n"


def test_a_copy_beside_never_takes_the_name_of_another(file):
    copies = {save_beside(file), save_beside(file, "mine"), save_beside(file)}
    assert len(copies) == 3
    assert sorted(copy.read_text() for copy in copies) == ["a = 1\n", "a = 1\n", "mine"]
    file.unlink()
    assert save_beside(file) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * 200_001, "200,001 bytes; at most 200,000 are read"),
        ("# coding: ascii\nx = 'é'\n", "declare an encoding that cannot hold this text"),
    ],
)
def test_a_text_that_cannot_be_stored_says_why(file, text, words):
    with pytest.raises(UserError, match=words):
        write_version(file, text, read_version(file, "en").mark, "en")
    assert file.read_text() == "a = 1\n"


def test_what_is_no_file_is_not_written_over_and_can_be_moved_beside(file):
    file.unlink()
    file.mkdir()
    version = read_version(file, "en")
    assert "is a folder, where a file is expected" in version.problem
    with pytest.raises(UserError, match="is a folder"):
        write_version(file, "a = 2\n", version.mark, "en")
    assert move_beside(file).is_dir()
    assert read_version(file, "en").mark == GONE
