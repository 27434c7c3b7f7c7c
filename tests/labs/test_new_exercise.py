"""A new exercise is accepted by the author's gate as it is, in one language."""

import pytest

from gradatim.errors import UserError
from gradatim.labs.author_checks import verify
from gradatim.labs.exercise import exercises
from gradatim.labs.new_exercise import new_exercise


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_skeleton_passes_the_gate(tmp_path, language):
    path = new_exercise("01-row-sums", tmp_path / "week3", language)
    every = exercises(tmp_path / "week3")
    verdict = verify(every[0], every)
    assert verdict.problems == []
    assert verdict.mistakes == verdict.mistakes_named == 1
    assert every[0].chapter("en") == "week3"
    assert sorted(file.suffixes[0] for file in path.glob("*.md")) == [f".{language}"] * 2


def test_a_name_that_is_none_or_taken_is_refused(tmp_path):
    for name in ("row-sums", "01", "1-../x", "01-Row"):
        with pytest.raises(UserError, match="01-row-sums"):
            new_exercise(name, tmp_path, "en")
    new_exercise("01-a", tmp_path, "en")
    with pytest.raises(UserError, match="exists already"):
        new_exercise("01-a", tmp_path, "en")
    with pytest.raises(UserError, match="language 'de'"):
        new_exercise("02-b", tmp_path, "de")
