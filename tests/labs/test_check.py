"""Checking a text or a file: what answer comes, and what is said of a file that cannot be read."""

import os

import pytest

from gradatim.errors import UserError
from gradatim.labs.check import check, check_file, recheck_file
from gradatim.labs.exercise import exercises, find
from tests.labs.masks import RIGHT, solution_with


def test_right_solution_passes():
    answer = check("masks", RIGHT)
    assert answer["status"] == "passed"
    assert answer["passed"] == answer["checks"] == 3


def test_starter_is_unsolved():
    answer = check("2", find("2", exercises()).starter)
    assert answer["status"] == "unsolved"
    assert "NotImplementedError" in answer["sentence"]


def test_french_answers():
    answer = check("2", solution_with("return x[x >= 0]"), language="fr")
    assert "attendue" in answer["sentence"]
    assert "positif" in answer["mistake"]["text"]


def test_an_exercise_that_does_not_exist_is_refused():
    with pytest.raises(UserError, match="no exercise 'maks': did you mean 'masks'"):
        check("maks", RIGHT)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (("# étude\n" + RIGHT).encode("latin-1"), "Latin-1 (line 1)"),
        (RIGHT.encode("utf-16"), "UTF-16"),
    ],
)
def test_file_in_another_encoding_is_named_and_left_alone(tmp_path, data, word):
    path = tmp_path / "masks.py"
    path.write_bytes(data)
    answer = check_file(find("2", exercises()), path, "en")
    assert word in answer["sentence"]
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "encode",
    [
        lambda s: b"\xef\xbb\xbf" + s.encode(),
        lambda s: s.replace("\n", "\r\n").encode(),
        lambda s: ("# coding: latin-1\n# été\n" + s).encode("latin-1"),
    ],
    ids=["byte order mark", "Windows line ends", "declared encoding"],
)
def test_every_encoding_that_python_reads_is_accepted(tmp_path, encode):
    path = tmp_path / "masks.py"
    path.write_bytes(encode(RIGHT))
    assert check_file(find("2", exercises()), path, "en")["status"] == "passed"


def test_deleted_file_says_how_to_get_a_fresh_one(tmp_path):
    answer = check_file(find("2", exercises()), tmp_path / "masks.py", "en")
    assert "gone" in answer["sentence"]
    assert "gradatim lab reset 02-masks" in answer["sentence"]


def _folder(path):
    path.mkdir()


def _endless(path):
    path.symlink_to("/dev/zero")


def _huge(path):
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte, of which the disk holds nothing


@pytest.mark.skipif(os.name != "posix", reason="the system has no such files")
@pytest.mark.parametrize(
    ("put", "words"),
    [
        (_folder, "is a folder, where a file is expected"),
        (_endless, "leads to a device or a pipe"),
        (os.mkfifo, "leads to a device or a pipe"),
        (_huge, "1,099,511,627,776 bytes; at most 200,000 are read"),
        (lambda path: path.write_bytes(b"#" * 200_001), "200,001 bytes; at most 200,000 are read"),
    ],
)
def test_what_is_no_file_of_code_is_not_read_and_passes_none_of_the_checks(tmp_path, put, words):
    path, exercise = tmp_path / "masks.py", find("2", exercises())
    put(path)
    answer = recheck_file(exercise, path, "en")
    assert words in answer["sentence"]
    assert (answer["passed"], answer["checks"]) == (0, 3)
    assert check_file(exercise, path, "en")["sentence"] == answer["sentence"]


def test_a_recheck_of_a_deleted_file_counts_its_checks(tmp_path):
    answer = recheck_file(find("2", exercises()), tmp_path / "masks.py", "en")
    assert (answer["passed"], answer["checks"]) == (0, 3)
