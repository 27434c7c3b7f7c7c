"""A class in one table: one line per learner, from their progress files or from a recheck.

A recheck trusts no progress file: it runs every file that it finds, so that no pass can be faked
(see sandbox/recording.py), and gives one point per check that is passed.
"""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gradatim.errors import UserError
from gradatim.labs.check import recheck_file
from gradatim.labs.exercise import Exercise, exercises
from gradatim.labs.workspace import PROGRESS_FILE, Workspace, open_workspace

FORMATS = ("plain", "moodle", "canvas")
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]  # columns of its import
EXERCISE_NAME = re.compile(r"[\w-]+")  # Canvas adds a number in brackets to those it exports
FORMULA = re.compile(r"(^|[;\t])(?=\s*[-=+@\t\uff1d\uff0b\uff0d\uff20])")  # and full-width ones
MOODLE_FOLDER = re.compile(r"_\d+_assignsubmission_.*$")  # what its download adds to a name


@dataclass
class LearnerProgress:
    """One line of the report."""

    name: str
    # exercise -> state or points; "" where nothing was handed in, None where nobody knows
    cells: dict[str, object] = field(default_factory=dict)
    totals: dict[str, object] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    damaged: bool = False  # no lab that could be opened: a file that is not there says nothing


@dataclass
class Report:
    """A class.

    Args:
        learners: its lines, by name.
        exercises: the columns, with the most points that each gives (0 without a recheck).
        mistakes: how many files have a mistake: (exercise, its sentence in the class's language).
    """

    learners: list[LearnerProgress]
    exercises: dict[str, int]
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)


def class_report(folders: list[Path]) -> Report:
    """What the progress files say: new, tried, seen or done per exercise.

    Args:
        folders: lab folders, or folders that hold lab folders at any depth.

    Raises:
        UserError: no folder given, or one without any lab.
    """
    learners: list[LearnerProgress] = []
    names: dict[str, int] = {}
    for name, path in _labs(folders):
        learner = LearnerProgress(name)
        learners.append(learner)
        try:
            lab = _open(path)
            learner.cells = {one.name: lab.of(one).state for one in lab.exercises}
        except (UserError, OSError) as error:
            learner.remarks.append(str(error))
            continue
        names |= dict.fromkeys(learner.cells, 0)  # a set that has an order: sets may differ
        states, progress = list(learner.cells.values()), lab.progress.values()
        learner.totals = {state: states.count(state) for state in ("done", "seen", "tried")} | {
            "checks": sum(p.checks for p in progress),
            "hints": sum(p.hints for p in progress),
            "last_check": max((p.last_check for p in progress), default=""),
        }
    return Report(learners, names)


def recheck_class(
    folders: list[Path],
    hidden: Path | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Check every file of every learner again, whatever their progress files say.

    Args:
        folders: as for `class_report`.
        hidden: a set whose checks are used in the place of those that the learners have.
        tell: is told how many of how many files are done.

    Raises:
        UserError: no folder given, or one without any lab.
    """
    learners = [LearnerProgress(name) for name, _ in _labs(folders)]
    labs = _open_all(folders, learners, bool(hidden))
    # One language for all, so that a mistake is counted once, whoever makes it.
    language = Counter(lab.language for lab in labs).most_common(1)[0][0]
    jobs = []
    for learner, lab in zip(learners, labs, strict=True):
        for exercise in exercises(hidden) if hidden else lab.exercises:
            jobs.append((learner, exercise, lab.file(exercise), language))
    report = Report(learners, dict.fromkeys((exercise.name for _, exercise, *_ in jobs), 0))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda job: _answer(*job[1:]), jobs)
        for i, ((learner, exercise, *_), answer) in enumerate(zip(jobs, answers, strict=True)):
            _note(report, learner, exercise, answer)
            tell(i + 1, len(jobs))
    for learner in learners:
        points = [value for value in learner.cells.values() if isinstance(value, int)]
        unknown = not points and None in learner.cells.values()
        learner.totals = {"points": None if unknown else sum(points)}
    return report


def _open_all(
    folders: list[Path], learners: list[LearnerProgress], hidden: bool
) -> list[Workspace]:
    """The learners' labs; one that is damaged is a remark, and counts as one with the others' sets.

    So is one whose sets of exercises are gone, unless a hidden set is used in their place.
    """
    found: list[Workspace] = []
    damaged: list[Workspace] = []
    for learner, (_, path) in zip(learners, _labs(folders), strict=True):
        try:
            lab = _open(path)
            if not hidden:
                _ = lab.exercises  # raises where a set is gone
        except (UserError, OSError) as error:
            learner.remarks.append(str(error))
            learner.damaged = True
            lab = Workspace(path)
            damaged.append(lab)
        found.append(lab)
    sets = dict.fromkeys(root for lab in found if lab not in damaged for root in lab.roots)
    for lab in damaged:
        lab.roots = tuple(sets) or lab.roots
    return found


def _open(path: Path) -> Workspace:
    if not (path / PROGRESS_FILE).exists():  # not the lab of a folder above it
        raise UserError(f"{path} holds no lab: no file {PROGRESS_FILE} in it or below it.")
    return open_workspace(path)


def _answer(exercise: Exercise, file: Path, language: str) -> dict[str, Any]:
    if not os.path.lexists(file):
        return {"status": "missing"}
    try:
        answer = recheck_file(exercise, file, language)
        if not (answer.get("refused") or answer.get("unread")) and _is_starter(exercise, file):
            answer = {"status": "unsolved", "passed": 0, "checks": answer.get("checks", 0)}
        return answer
    except Exception as error:  # one broken file is one remark, not the end of the report
        return {"status": "failed", "refused": True, "sentence": f"{type(error).__name__}: {error}"}


def _is_starter(exercise: Exercise, file: Path) -> bool:
    """Whether the learner has written nothing: a starter that runs gives no points."""
    starter = exercise.path / "starter.py"  # a hidden set has none
    return (
        starter.is_file()
        and starter.read_text("utf-8").split() == file.read_text("utf-8", errors="replace").split()
    )


def _note(
    report: Report, learner: LearnerProgress, exercise: Exercise, answer: dict[str, Any]
) -> None:
    name = exercise.name
    most = answer.get("checks", 0)
    report.exercises[name] = max(report.exercises[name], most)
    learner.cells[name] = "" if answer["status"] == "missing" else answer.get("passed", 0)
    if answer.get("unread") or (answer["status"] == "missing" and learner.damaged):
        learner.cells[name] = None
    if answer.get("unread"):
        learner.remarks.append(f"{name}: {answer['sentence']}")
    if answer.get("refused"):
        learner.cells[name] = 0
        learner.remarks.append(f"{name}: {answer['sentence']}")
    if mistake := answer.get("mistake"):
        report.mistakes[name, mistake["text"]] += 1


def as_csv(report: Report, format_: str) -> str:
    """The table as CSV.

    Args:
        report: the class.
        format_: of FORMATS; Moodle and Canvas import theirs as grades, which a recheck gives.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    names = list(report.exercises)

    def write(*cells: object) -> None:
        table.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in cells])

    def grades(one: LearnerProgress) -> list[object]:
        """What is not known stays blank: a grade 0 would be believed."""
        return [0 if cell == "" else cell for cell in (one.cells.get(name) for name in names)]

    if format_ == "canvas":
        write(*CANVAS, *names)
        write("Points Possible", "", "", "", "", *report.exercises.values())
        for one in report.learners:
            write(one.name, "", "", one.name, "", *grades(one))
    elif format_ == "moodle":
        write("Username", *names, "Total", "Feedback")
        for one in report.learners:
            write(one.name, *grades(one), one.totals.get("points"), " ".join(one.remarks))
    else:
        totals: dict[str, None] = {}
        for one in report.learners:
            totals |= dict.fromkeys(one.totals)
        most = [
            f"{name} (of {points})" if points else name for name, points in report.exercises.items()
        ]
        write("learner", *totals, *most, "remarks")
        for one in report.learners:
            head = [one.totals.get(total, "") for total in totals]
            cells = [one.cells.get(name, "") for name in names]
            write(one.name, *head, *cells, " ".join(one.remarks))
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A text with an apostrophe wherever a spreadsheet would run a formula (OWASP: CSV injection).

    At its beginning, and after what begins a new cell where `;` or a tab separates them. A line
    stays one line, also for what takes a carriage return for an end.
    """
    return FORMULA.sub(r"\1'", " ".join(re.split(r"[\r\n]+", cell)))


def is_table(file: Path) -> bool:
    """Whether a file was written by `as_csv`; a gradebook that Canvas wrote has columns of its own.

    Args:
        file: a CSV file.
    """
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        head = next(csv.reader(lines), [])
    if head[:5] == CANVAS:
        return all(EXERCISE_NAME.fullmatch(name) for name in head[5:])
    ends = head[:1], head[-1:]
    return ends in ((["learner"], ["remarks"]), (["Username"], ["Feedback"]))


def _labs(folders: list[Path]) -> list[tuple[str, Path]]:
    """(name of the learner, lab folder), by name: the path below a folder tells learners apart.

    A folder beside them that holds no lab is a learner's as well.
    """
    if not folders:
        raise UserError("Give the lab folders of the learners, or a folder that holds them.")
    found: dict[Path, str] = {}
    any_lab = False
    for top in folders:
        labs = [file.parent for file in top.rglob(PROGRESS_FILE)] if top.is_dir() else []
        if not labs and not (top.is_dir() and len(folders) > 1):
            raise UserError(f"{top} holds no lab: no file {PROGRESS_FILE} in it or below it.")
        any_lab = any_lab or bool(labs)
        for path in labs + _without_lab(top, labs):
            below = path.relative_to(top)
            parts = [MOODLE_FOLDER.sub("", part) for part in below.parts]
            if len(parts) > 1 and parts[-1] == "gradatim-lab":
                parts.pop()
            found[path.resolve()] = "/".join(parts) or top.resolve().name
    if not any_lab:
        raise UserError(f"None of these folders holds a lab: no file {PROGRESS_FILE} below them.")
    return sorted(((name, path) for path, name in found.items()), key=lambda pair: pair[0])


def _without_lab(top: Path, labs: list[Path]) -> list[Path]:
    """The folders of a class that hold no lab; a lab's own folders are its exercises."""
    if top in labs or top / "gradatim-lab" in labs:  # one learner's folder
        return []
    if not labs:
        return [top]
    with_lab = {lab.relative_to(top).parts[0] for lab in labs}
    return [
        path
        for path in top.iterdir()
        if path.is_dir()
        and path.name not in with_lab
        and not path.name.startswith((".", "__"))
        and not any(path.glob("*/check.py"))  # a set of exercises
    ]
