"""What the lab's page asks for: to save, check, open a hint, show, reset, resolve a conflict.

An action takes the workspace (with the page's language), the exercise and the fields of the
message, and gives the fields of the answer.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from gradatim.errors import UserError
from gradatim.labs.check import check_file
from gradatim.labs.exercise import Exercise
from gradatim.labs.file_versions import (
    ChangedError,
    Version,
    move_beside,
    read_version,
    save_beside,
    write_version,
)
from gradatim.labs.workspace import Workspace, open_workspace, reset_exercise
from gradatim.web import lab_pages
from gradatim.web.lab_words import WORDS

Action = Callable[[Workspace, Exercise, dict[str, Any]], dict[str, Any]]


def _stored(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> Version:
    """The learner's text, on the disk; without a text what is there."""
    file = workspace.file(exercise)
    if "text" not in fields:
        return read_version(file, workspace.language)
    return write_version(file, fields["text"], fields.get("known", ""), workspace.language)


def _told(version: Version) -> dict[str, str]:
    """A version without its text, which the page has."""
    return {"mark": version.mark, "problem": version.problem}


def _save(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    return {"file": _told(_stored(workspace, exercise, fields))}


def _check(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    version = _stored(workspace, exercise, fields)
    language = workspace.language
    answer = check_file(exercise, workspace.file(exercise), language)
    workspace = _fresh(workspace)  # the command line may have noted something meanwhile
    workspace.record(exercise, answer["status"])
    key, values = workspace.next_step(exercise, answer["status"])
    step = {"key": key, **{name: str(value) for name, value in values.items()}}
    told: dict[str, Any] = {"answer": answer, "next": step, "file": _told(version)}
    workspace.language = language
    if answer["status"] == "passed":
        told["after"] = lab_pages.html(exercise.after(language))
    return {**told, "progress": lab_pages.progress(workspace, exercise)}


def _hint(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    level = fields.get("level")
    if level is not None and type(level) is not int:
        raise UserError(f"The level of a hint is a whole number, not {level!r}.")
    fresh = _fresh(workspace)
    fresh.open_hint(exercise, level)
    hints = exercise.hints(workspace.language)[: fresh.of(exercise).hints]
    return {"hints": [lab_pages.html(text) for text in hints]}


def _solution(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    language, fresh = workspace.language, _fresh(workspace)
    if not fresh.see_solution(exercise, fields.get("wish") is True):
        raise UserError(WORDS[language]["locked"])
    fresh.language = language
    return {
        "solution": exercise.solution,
        "after": lab_pages.html(exercise.after(language)),
        "progress": lab_pages.progress(fresh, exercise),
    }


def _reset(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    """A fresh file; what only the page holds is saved beside it as well."""
    file, language = workspace.file(exercise), workspace.language
    if "text" in fields and read_version(file, language).text != fields["text"]:
        save_beside(file, fields["text"])
    backup = reset_exercise(_fresh(workspace), exercise)
    return {
        "file": asdict(read_version(file, language)),
        "kept": backup.name if backup else "",
    }


def _keep_mine(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    """The page's text goes to the disk; what is there now is saved beside it."""
    file, language = workspace.file(exercise), workspace.language
    now = read_version(file, language)
    if now.mark != fields.get("known"):
        raise ChangedError(now)  # it changed once more: the learner has not seen that version
    kept = move_beside(file) if now.problem else save_beside(file)
    if now.problem:
        now = read_version(file, language)
    version = write_version(file, fields.get("text", ""), now.mark, language)
    return {"file": _told(version), "kept": kept.name if kept else ""}


def _take_disk(workspace: Workspace, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    """The page takes what is on the disk; its own text is saved beside it."""
    file = workspace.file(exercise)
    kept = save_beside(file, fields.get("text", ""))
    assert kept is not None
    return {"file": asdict(read_version(file, workspace.language)), "kept": kept.name}


def _fresh(workspace: Workspace) -> Workspace:
    """The workspace with its progress as it stands on the disk now."""
    return open_workspace(workspace.path)


ACTIONS: dict[str, Action] = {
    "save": _save,
    "check": _check,
    "hint": _hint,
    "solution": _solution,
    "reset": _reset,
    "mine": _keep_mine,
    "theirs": _take_disk,
}
