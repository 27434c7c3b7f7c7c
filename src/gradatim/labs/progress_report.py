"""A class in one table: one line of CSV per learner, read from their workspaces."""

import csv
import io
from pathlib import Path

from gradatim.errors import UserError
from gradatim.labs.check import check_file
from gradatim.labs.workspace import PROGRESS_FILE, Workspace, open_workspace


def class_report(folders: list[Path], recheck: bool = False) -> str:
    """The CSV text: learner, totals, then one column per exercise (new, tried, seen, done).

    Args:
        folders: lab folders, or folders that hold lab folders at any depth.
        recheck: check each file again; an exercise that is noted as done and fails is "broken".

    Raises:
        UserError: no folder given, or one without any lab.
    """
    if not folders:
        raise UserError("Give the lab folders of the learners, or a folder that holds them.")
    labs = [(learner, open_workspace(path)) for top in folders for learner, path in _labs(top)]
    names: dict[str, None] = {}  # as a set that has an order: sets of exercises may differ
    for _, lab in labs:
        names |= dict.fromkeys(exercise.name for exercise in lab.exercises)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["learner", "done", "seen", "tried", "checks", "hints", "last_check", *names])
    for learner, lab in sorted(labs, key=lambda pair: pair[0]):
        table.writerow([learner, *_row(lab, list(names), recheck)])
    return text.getvalue()


def _labs(top: Path) -> list[tuple[str, Path]]:
    """(name of the learner, lab folder): the path below `top` tells learners apart."""
    found = sorted(path.parent for path in top.rglob(PROGRESS_FILE)) if top.is_dir() else []
    if not found:
        raise UserError(f"{top} holds no lab: no file {PROGRESS_FILE} in it or below it.")
    return [
        (top.resolve().name if path == top else str(path.relative_to(top)), path) for path in found
    ]


def _row(lab: Workspace, names: list[str], recheck: bool) -> list[object]:
    states = {exercise.name: lab.of(exercise).state for exercise in lab.exercises}
    if recheck:
        for exercise in lab.exercises:
            if states[exercise.name] == "new":
                continue
            answer = check_file(exercise, lab.file(exercise), lab.language)
            if answer["status"] != "passed" and states[exercise.name] == "done":
                states[exercise.name] = "broken"
    progress = lab.progress.values()
    counts = [list(states.values()).count(state) for state in ("done", "seen", "tried")]
    last = max((p.last_check for p in progress), default="")
    totals = [sum(p.checks for p in progress), sum(p.hints for p in progress), last]
    return [*counts, *totals, *(states.get(name, "") for name in names)]
