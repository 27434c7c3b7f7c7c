"""The author's gate: an exercise fails unsolved, passes solved, and recognizes its mistakes.

A mistake of the bank is recognized by running that very file, so its name only proves that no other
mistake looks the same. The files in variants/ are the harder question: the same mistakes as another
author writes them.
"""

import ast
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from gradatim.labs.check import check_source, check_sources
from gradatim.labs.exercise import BUILT_IN, FILES, LANGUAGES, TEXTS, Exercise, exercises, find
from gradatim.labs.learner_view import has_view, load_view
from gradatim.printing import escaped

PARALLEL_EXERCISES = 2
MIN_RECOGNISED = 0.9  # fraction of the mistakes, and of their variants, that must be named
FOLDERS = ("mistakes", "variants", "alternatives")


@dataclass
class Verdict:
    """What is wrong with one exercise, and how well its mistakes are recognized."""

    exercise: Exercise
    problems: list[str] = field(default_factory=list)
    mistakes: int = 0
    mistakes_named: int = 0
    variants: int = 0
    variants_named: int = 0
    confused: list[str] = field(default_factory=list)  # "this mistake was taken for that one"


def verify_set(root: Path, name: str | None, console: Console) -> bool:
    """Check a whole set and print what must be repaired; true where nothing must.

    Args:
        root: the folder of exercises.
        name: only this exercise.
        console: where to print.

    Raises:
        UserError: no such set or exercise.
    """
    start = time.perf_counter()
    every = exercises(root)
    chosen = [find(name, every)] if name else every
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("exercises", total=len(chosen))
        verdicts = []
        with ThreadPoolExecutor(PARALLEL_EXERCISES) as pool:
            for verdict in pool.map(lambda exercise: verify(exercise, every), chosen):
                verdicts.append(verdict)
                bar.advance(task)
    for verdict in verdicts:
        for problem in verdict.problems:
            told = escaped(f"{verdict.exercise.name}: {problem}")
            console.print(f"[red]✗[/] {told}", highlight=False)
        for confusion in verdict.confused:
            told = escaped(f"{verdict.exercise.name}: {confusion}")
            console.print(f"[yellow]~[/] {told}", highlight=False)
    mistakes, named = sum(v.mistakes for v in verdicts), sum(v.mistakes_named for v in verdicts)
    variants = sum(v.variants for v in verdicts)
    variants_named = sum(v.variants_named for v in verdicts)
    several = "s" * (len(verdicts) > 1)
    console.print(
        f"{len(verdicts)} exercise{several}: {_fraction(named, mistakes)} mistakes and "
        f"{_fraction(variants_named, variants)} variants recognized, "
        f"{time.perf_counter() - start:.0f} s.",
        highlight=False,
    )
    clean = not any(v.problems for v in verdicts)
    enough = named >= MIN_RECOGNISED * mistakes and variants_named >= MIN_RECOGNISED * variants
    return clean and enough


def _fraction(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


def verify(exercise: Exercise, every: list[Exercise]) -> Verdict:
    """Check one exercise: its files, its starter, its solutions, its mistakes."""
    verdict = Verdict(exercise)
    verdict.problems += _file_problems(exercise)
    if verdict.problems:
        return verdict
    verdict.problems += _order_problems(exercise, every)
    wrong = [*(mistake.path for mistake in exercise.mistakes), *exercise.variants]
    sources = [exercise.over_solution(path) for path in (*exercise.alternatives, *wrong)]
    answers = iter(check_sources(exercise, [source.encode() for source in sources], "en"))
    starter = _answer(exercise, exercise.starter)
    if starter["status"] == "passed":
        verdict.problems.append("the starter passes: the exercise is solved already")
    elif starter.get("mistake") is None and starter["status"] != "unsolved":
        verdict.problems.append(f"the starter is not just unsolved: {starter['sentence']}")
    right = {"solution.py": _answer(exercise, exercise.solution)}
    right |= {f"alternatives/{path.name}": next(answers) for path in exercise.alternatives}
    for name, answer in right.items():
        if answer["status"] != "passed":
            verdict.problems.append(f"{name} is refused: {answer['sentence']}")
    verdict.problems += _view_problems(exercise)
    named = [
        _is_named(exercise, path, answer, verdict)
        for path, answer in zip(wrong, answers, strict=True)
    ]
    verdict.mistakes, verdict.variants = len(exercise.mistakes), len(exercise.variants)
    verdict.mistakes_named = sum(named[: verdict.mistakes])
    verdict.variants_named = sum(named[verdict.mistakes :])
    return verdict


def _is_named(exercise: Exercise, path: Path, answer: dict[str, Any], verdict: Verdict) -> bool:
    """Whether a wrong solution is refused and recognized as the mistake of its name."""
    name = path.stem.partition("-")[0]
    if name not in _names(answer):  # alone it counts: what ran before it may have left something
        answer = _answer(exercise, exercise.over_solution(path))
    where = f"{path.parent.name}/{path.name}"
    if answer["status"] == "passed":
        verdict.problems.append(f"{where} passes")
    elif "NameError" in answer["sentence"] or "is not imported" in answer["sentence"]:
        verdict.problems.append(f"{where} uses a name that it does not define")
    elif name not in _names(answer):
        taken = " ".join(_names(answer))
        told = f"taken for {taken}" if taken else "not recognized"
        verdict.confused.append(f"{where} is {told}: {answer['sentence']}")
    return name in _names(answer)


def _names(answer: dict[str, Any]) -> list[str]:
    """The mistakes that an answer names, one or several that fit."""
    return str((answer.get("mistake") or {}).get("name", "")).replace("|", " ").split()


def _view_problems(exercise: Exercise) -> list[str]:
    """The view draws the solution's numbers, and says so where the starter has none."""
    if not has_view(exercise):
        return []
    problems = []
    with tempfile.TemporaryDirectory(prefix="gradatim-verify-") as scratch:
        file = Path(scratch) / f"{exercise.module}.py"
        for text, wanted in ((exercise.solution, "right"), (exercise.starter, "unsolved")):
            file.write_text(text, "utf-8")
            engine = load_view(exercise, file, "en")()
            for moment in ("at its start", "after a step"):
                own = engine.snapshot()["own"]
                if own["status"] != wanted:
                    told = f"{own['status']} {moment}: {own['sentence']}"
                    problems.append(f"view.py calls what should be {wanted} {told}")
                engine.step()
    return problems


def _answer(exercise: Exercise, source: str) -> dict[str, Any]:
    return check_source(exercise, source.encode(), f"{exercise.module}.py", "en")


def _file_problems(exercise: Exercise) -> list[str]:
    languages = [
        language
        for language in LANGUAGES
        if _is_ours(exercise) or (exercise.path / f"task.{language}.md").is_file()
    ]
    texts = [f"{part}.{language}.md" for part in TEXTS for language in languages or ("en",)]
    needed = [*FILES, *texts] if _is_ours(exercise) else [*FILES[:3], *texts[: len(languages) or 1]]
    problems = [f"{name} is missing" for name in needed if not (exercise.path / name).is_file()]
    known = {*FILES, *FOLDERS, "view.py", "__pycache__"}
    known |= {f"{part}.{language}.md" for part in TEXTS for language in LANGUAGES}
    problems += [
        f"{p.name} is not a file of an exercise"
        for p in exercise.path.iterdir()
        if p.name not in known
    ]
    names = {mistake.name for mistake in exercise.mistakes}
    problems += [
        f"variants/{path.name} has the name of no mistake"
        for path in exercise.variants
        if path.stem not in names
    ]
    problems += [
        f"mistakes/{mistake.name}.py needs a docstring that says what is wrong"
        for mistake in exercise.mistakes
        if not mistake.text["en"]
    ]
    for language in languages:
        if len(exercise.text("task", language).split()) < 20:
            problems.append(f"task.{language}.md says too little")
        if not all(exercise.hints(language)):
            problems.append(f"hints.{language}.md has an empty hint")
    return problems or (_problems_of_ours(exercise) if _is_ours(exercise) else [])


def _is_ours(exercise: Exercise) -> bool:
    return exercise.path.resolve().parent == BUILT_IN


def _problems_of_ours(exercise: Exercise) -> list[str]:
    """What we ask of our own exercises beyond what every set must have."""
    problems = []
    for language in LANGUAGES:
        if len(exercise.hints(language)) != 3:
            problems.append(f"hints.{language}.md needs three hints, under ## 1, ## 2 and ## 3")
        if not exercise.after(language):
            problems.append(f"hints.{language}.md needs ## After: why, and what to try")
    if len(exercise.mistakes) < 3:
        problems.append(f"mistakes/ holds {len(exercise.mistakes)} files, at least 3 are needed")
    for mistake in exercise.mistakes:
        if mistake.text["en"] == mistake.text["fr"]:
            problems.append(
                f"mistakes/{mistake.name}.py needs its sentence in English and after fr:"
            )
    if len(exercise.alternatives) < 3:
        problems.append(f"alternatives/ holds {len(exercise.alternatives)} files, 3 are needed")
    return problems


def _order_problems(exercise: Exercise, every: list[Exercise]) -> list[str]:
    """An exercise needs no other one: it imports none of their files."""
    modules = {other.module for other in every if other.name != exercise.name}
    problems = []
    for path in (exercise.path / "starter.py", exercise.path / "solution.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            problems += [f"{path.name} imports {name}" for name in names if name in modules]
    return problems
