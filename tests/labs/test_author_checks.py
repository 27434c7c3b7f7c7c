"""The author's gate, on a sample of the built-in exercises and on broken ones."""

import io
import shutil

import pytest
from rich.console import Console

from gradatim.labs import author_checks
from gradatim.labs.author_checks import verify, verify_set
from gradatim.labs.exercise import BUILT_IN, exercises

EVERY = exercises()
GATES = [
    pytest.param(exercise, id=exercise.name, marks=[pytest.mark.slow] if i % 9 else [])
    for i, exercise in enumerate(EVERY)
]


@pytest.mark.parametrize("exercise", GATES)
def test_built_in_exercise_passes_the_gate(exercise):
    verdict = verify(exercise, EVERY)
    assert verdict.problems == []
    assert verdict.confused == []
    assert verdict.mistakes == verdict.mistakes_named >= 3
    assert verdict.variants == verdict.variants_named >= 1


def test_one_exercise_is_verified_by_its_number():
    out = io.StringIO()
    assert verify_set(BUILT_IN, "1", Console(file=out, width=100))
    assert out.getvalue().count("(100.0 %)") == 2  # its mistakes, and their variants


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
def test_built_in_exercise_has_all_its_texts(exercise):
    for language in ("en", "fr"):
        assert len(exercise.hints(language)) == 3
        assert exercise.after(language)
        assert exercise.title(language) != exercise.name
    assert len(exercise.mistakes) >= 3
    assert all(all(mistake.text.values()) for mistake in exercise.mistakes)
    assert len(exercise.alternatives) >= 3


def broken(tmp_path, change, ours=True):
    """The problems of a changed copy, which counts as ours: of ours more is asked."""
    folder = tmp_path / "set" / "02-masks"
    shutil.copytree(BUILT_IN / "02-masks", folder)
    change(folder)
    with pytest.MonkeyPatch.context() as patch:
        if ours:
            patch.setattr(author_checks, "BUILT_IN", tmp_path / "set")
        verdict = verify(exercises(tmp_path / "set")[0], exercises(tmp_path / "set"))
    return " ".join(verdict.problems)


def test_gate_finds_an_exercise_that_is_already_solved(tmp_path):
    problem = broken(tmp_path, lambda f: shutil.copy(f / "solution.py", f / "starter.py"))
    assert "already" in problem


def test_gate_finds_a_wrong_solution_that_passes(tmp_path):
    mistake = '"""Nothing is wrong.\n\nfr: Rien.\n"""\n'
    problem = broken(tmp_path, lambda f: (f / "mistakes" / "whole_rows.py").write_text(mistake))
    assert "mistakes/whole_rows.py passes" in problem


def test_gate_finds_missing_files_other_files_and_empty_hints(tmp_path):
    def change(folder):
        (folder / "notes.txt").write_text("")
        (folder / "task.fr.md").unlink()

    problem = broken(tmp_path, change)
    assert "notes.txt is not a file of an exercise" in problem
    assert "task.fr.md is missing" in problem
    shutil.rmtree(tmp_path / "set")
    assert "empty hint" in broken(tmp_path, lambda f: (f / "hints.fr.md").write_text("## 1\n\n"))
    shutil.rmtree(tmp_path / "set")
    assert "three hints" in broken(tmp_path, lambda f: (f / "hints.fr.md").write_text("## 1\n\nx"))


def test_a_set_of_ones_own_may_have_one_language_and_less_of_everything(tmp_path):
    def change(folder):
        for name in ("task.en.md", "hints.en.md", "hints.fr.md", "exercise.toml"):
            (folder / name).unlink()
        for name in ("mistakes", "variants", "alternatives"):
            shutil.rmtree(folder / name)

    assert broken(tmp_path, change, ours=False) == ""
    shutil.rmtree(tmp_path / "set")
    assert "task.en.md is missing" in broken(tmp_path, change)


def test_gate_finds_a_solution_that_is_refused(tmp_path):
    def change(folder):
        text = (folder / "solution.py").read_text()
        (folder / "solution.py").write_text(text.replace("x > 0", "x > 1"))

    assert "solution.py is refused" in broken(tmp_path, change)
