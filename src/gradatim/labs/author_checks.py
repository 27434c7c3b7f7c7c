"""The author's gate: an exercise fails unsolved, passes solved, and recognises its mistakes.

A wrong solution of the bank is recognised by running that very file, so its name only proves that
no other mistake looks the same. The files in again/ are the harder question: the same mistakes as
another hand writes them.
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

from gradatim.labs.check import check_source
from gradatim.labs.exercise import FILES, LANGUAGES, Exercise, exercises, find
from gradatim.labs.grading.learner_source import source_of
from gradatim.labs.learner_view import has_view, load_view

AT_ONCE = 2  # checks side by side
NAMED = 0.9  # share of the wrong solutions that must be named


@dataclass
class Verdict:
    """What is wrong with one exercise, and how well its mistakes are recognised."""

    exercise: Exercise
    problems: list[str] = field(default_factory=list)
    wrong: int = 0
    named: int = 0
    again: int = 0  # mistakes written in another way
    again_named: int = 0
    confused: list[str] = field(default_factory=list)  # "this mistake was taken for that one"


def verify_set(root: Path, name: str | None, console: Console) -> bool:
    """Check a whole set and print what must be repaired; true where nothing must.

    Raises:
        UserError: no such set or exercise.
    """
    began = time.perf_counter()
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
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for verdict in pool.map(lambda exercise: verify(exercise, every), chosen):
                verdicts.append(verdict)
                bar.advance(task)
    for verdict in verdicts:
        for problem in verdict.problems:
            console.print(f"[red]✗[/] {verdict.exercise.name}: {problem}", highlight=False)
        for confusion in verdict.confused:
            console.print(f"[yellow]~[/] {verdict.exercise.name}: {confusion}", highlight=False)
    wrong, named = sum(v.wrong for v in verdicts), sum(v.named for v in verdicts)
    again, again_named = sum(v.again for v in verdicts), sum(v.again_named for v in verdicts)
    console.print(
        f"{len(verdicts)} exercises, {wrong} wrong solutions, {_share(named, wrong)} named; "
        f"{again} of them written another way, {_share(again_named, again)} named; "
        f"{time.perf_counter() - began:.0f} s.",
        highlight=False,
    )
    clean = not any(v.problems for v in verdicts)
    return clean and named >= NAMED * wrong and again_named >= NAMED * again


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)" if whole else "0"


def verify(exercise: Exercise, every: list[Exercise]) -> Verdict:
    """Check one exercise: its files, its starter, its solutions, its mistakes."""
    verdict = Verdict(exercise)
    verdict.problems += _file_problems(exercise)
    if verdict.problems:
        return verdict
    verdict.problems += _order_problems(exercise, every)
    starter = _answer(exercise, exercise.starter)
    if starter["status"] == "passed":
        verdict.problems.append("the starter passes: the exercise is solved already")
    elif starter.get("mistake") is None and starter["status"] != "unsolved":
        verdict.problems.append(f"the starter is not just unsolved: {starter['sentence']}")
    right = {"solution.py": exercise.solution}
    right |= {f"other/{p.name}": source_of(p, exercise) for p in exercise.others}
    for name, source in right.items():
        answer = _answer(exercise, source)
        if answer["status"] != "passed":
            verdict.problems.append(f"{name} is refused: {answer['sentence']}")
    verdict.problems += _view_problems(exercise)
    for mistake in exercise.mistakes:
        verdict.wrong += 1
        verdict.named += _is_named(exercise, mistake.path, mistake.name, verdict)
    for path in sorted((exercise.path / "again").glob("*.py")):
        verdict.again += 1
        verdict.again_named += _is_named(exercise, path, path.stem, verdict)
    return verdict


def _is_named(exercise: Exercise, path: Path, name: str, verdict: Verdict) -> bool:
    """Whether a wrong solution is refused under its own name."""
    answer = _answer(exercise, source_of(path, exercise))
    recognised = (answer.get("mistake") or {}).get("name")
    where = f"{path.parent.name}/{path.name}"
    if answer["status"] == "passed":
        verdict.problems.append(f"{where} passes")
    elif recognised != name:
        taken = f"taken for {recognised}" if recognised else "not recognised"
        verdict.confused.append(f"{where} is {taken}: {answer['sentence']}")
    return bool(recognised == name)


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
    problems = [f"{name} is missing" for name in FILES if not (exercise.path / name).is_file()]
    known = {*FILES, "view.py", "wrong", "again", "other", "__pycache__"}
    problems += [
        f"{p.name} is a stray file" for p in exercise.path.iterdir() if p.name not in known
    ]
    if problems:
        return problems
    for language in LANGUAGES:
        if len(exercise.text("task", language).split()) < 20:
            problems.append(f"task.{language}.md says too little")
        hints = exercise.hints(language)
        if len(hints) != 3 or not all(hints):
            problems.append(f"hints.{language}.md needs three hints, under ## 1, ## 2 and ## 3")
        if not exercise.after(language):
            problems.append(f"hints.{language}.md needs ## After: why, and what to try")
    if not 3 <= len(exercise.mistakes) <= 8:
        problems.append(f"wrong/ holds {len(exercise.mistakes)} mistakes, 3 to 8 are needed")
    for mistake in exercise.mistakes:
        if not all(mistake.text.values()):
            problems.append(f"wrong/{mistake.name}.py needs its sentence in English and after fr:")
    if len(exercise.others) < 3:
        problems.append(f"other/ holds {len(exercise.others)} solutions, 3 are needed")
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
