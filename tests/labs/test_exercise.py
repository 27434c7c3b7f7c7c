"""Reading an exercise folder: names, texts, and the author's entries."""

import re
from itertools import groupby

import pytest

from gradatim.errors import UserError
from gradatim.labs.exercise import CHAPTERS, Exercise, ExerciseInfo, exercises, find
from gradatim.web.course.documents import read

EVERY = exercises()


@pytest.mark.parametrize("name", ["2", "02", "masks", "02-masks", "02-masks/", "masks.py", "MASKS"])
def test_an_exercise_is_found_by_number_name_and_file(name):
    assert find(name, EVERY).name == "02-masks"


def test_a_file_of_two_words_is_found():
    assert find("max_pooling.py", EVERY).module == "max_pooling"


def test_hints_and_texts_come_in_the_language_asked_for():
    masks = find("2", EVERY)
    assert len(masks.hints("en")) == len(masks.hints("fr")) == 3
    assert masks.hints("en") != masks.hints("fr")
    assert masks.after("fr")
    assert masks.title("de") == masks.title("en")  # what is missing is English


def test_a_mistake_has_a_sentence_in_each_language():
    texts = find("2", EVERY).mistakes[0].text
    assert set(texts) == {"en", "fr"}
    assert all(texts.values())


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
def test_french_texts_have_a_space_before_double_punctuation(exercise):
    texts = [exercise.text("task", "fr"), exercise.text("hints", "fr")]
    texts += [mistake.text["fr"] for mistake in exercise.mistakes]
    for text in texts:
        prose = re.sub(r"`[^`]*`", "code", text)
        assert not re.search(r"[\w)][?!;:](\s|$)", prose)
        assert not re.search(r"^ *[?!;:]", prose, re.MULTILINE)  # nor may it begin a line


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "exercise.toml").write_text(text)
        return Exercise(tmp_path).info

    return write


def test_entries_are_read_and_the_rest_has_defaults(written, tmp_path):
    assert Exercise(tmp_path).info == ExerciseInfo()
    assert written('minutes = 9\nforbidden = ["a", "b"]\n') == ExerciseInfo(
        minutes=9, forbidden=("a", "b")
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("minutes 9", "is not TOML"),
        ("minuts = 9", "did you mean 'minutes'"),
        ("minutes = 2.5", "minutes is 2.5; allowed: a whole number above 0"),
        ("seconds = true", "seconds is True"),
        ("seconds = -1", "seconds is -1; allowed: a number above 0"),
        ("core = 1", "core is 1; allowed: true or false"),
        ('forbidden = "softmax"', "allowed: a list of names"),
        ('operations = "*conv?d*"', "allowed: a list of names"),
        ('needs = ["numpy"]', "a list of optimizer or compiler or pyrat"),
    ],
)
def test_a_wrong_entry_is_named(written, text, word):
    with pytest.raises(UserError) as error:
        written(text)
    assert word in str(error.value)
    assert "exercise.toml" in str(error.value)


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
def test_every_exercise_names_a_chapter_of_ours(exercise):
    assert exercise.info.chapter in CHAPTERS


def test_a_chapter_of_a_teachers_own_is_shown_as_it_is_written(written, tmp_path):
    written('chapter = "Week 3"\n')
    assert Exercise(tmp_path).chapter("fr") == "Week 3"
    assert find("2", EVERY).chapter("fr") == "Tenseurs"


def test_a_later_exercise_joins_its_chapter(tmp_path):
    entries = {"01-a": "x", "02-b": "", "03-c": "y", "04-d": "x", "05-e": "", "06-f": "y"}
    for name, chapter in entries.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "check.py").touch()
        if chapter:
            (tmp_path / name / "exercise.toml").write_text(f'chapter = "{chapter}"\n')
    names = [exercise.name for exercise in exercises(tmp_path)]
    assert names == ["01-a", "04-d", "02-b", "03-c", "06-f", "05-e"]


def test_a_chapter_stands_in_one_place():
    chapters = [chapter for chapter, _ in groupby(EVERY, lambda one: one.info.chapter)]
    assert len(chapters) == len(set(chapters))


def test_the_core_path_takes_two_hours():
    assert 110 <= sum(exercise.info.minutes for exercise in EVERY if exercise.info.core) <= 125


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_documentation_lists_every_exercise_with_its_time(language):
    page = read("labs/pytorch", language)
    rows = [line for line in page.text.splitlines() if re.match(r"\| ?◆? ?\| \[\d\d-", line)]
    for exercise, row in zip(EVERY, rows, strict=True):
        mark = "| ◆ |" if exercise.info.core else "| |"
        title, minutes = exercise.title(language), exercise.info.minutes
        assert row.startswith(f"{mark} [{exercise.name}](")
        assert row.endswith(f"/labs/exercises/{exercise.name}) | {title} | {minutes} |")


def test_of_many_exercises_not_all_are_listed():
    with pytest.raises(UserError, match="number or a name such as 01-tensors") as told:
        find("999", EVERY)
    assert len(str(told.value)) < 200
    with pytest.raises(UserError, match="did you mean 'masks'"):
        find("mask", EVERY)
