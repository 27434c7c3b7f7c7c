"""The learner's workspace: a folder with their files and one JSON file with their progress.

Nothing of the learner's is ever overwritten: `init_workspace` adds what is missing, a newer starter
of ours is put beside as `NAME.new.py`, and `reset_exercise` leaves a dated copy.
"""

import hashlib
import json
import locale
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gradatim.errors import UserError
from gradatim.files import write_atomically, write_json
from gradatim.labs.exercise import BUILT_IN, LANGUAGES, Exercise, exercises
from gradatim.spelling import given

PROGRESS_FILE = "gradatim-lab.json"
MAX_PROGRESS = 10_000_000  # bytes
OURS = "ours"  # how a progress file names our exercises
STATES = ("new", "tried", "seen", "done")


@dataclass
class Progress:
    """What is known of one exercise."""

    state: str = "new"  # of STATES; seen: the solution was shown before the exercise was solved
    checks: int = 0
    hints: int = 0
    last_check: str = ""  # date and time
    starter: str = ""  # fingerprint of the starter that the learner got


@dataclass
class Workspace:
    """A learner's folder."""

    path: Path
    language: str = "en"
    roots: tuple[Path, ...] = (BUILT_IN,)  # the sets of exercises
    progress: dict[str, Progress] = field(default_factory=dict)

    @property
    def exercises(self) -> list[Exercise]:
        """All exercises of the folder's sets.

        Raises:
            UserError: a set is gone, as in a folder that was handed in: `--hidden` needs none.
        """
        for root in self.roots:
            if not root.is_dir():
                raise UserError(
                    f"The exercises {root} named in {self.path / PROGRESS_FILE} are gone: put them "
                    "back, or correct that line."
                )
        return exercises(*self.roots)

    def file(self, exercise: Exercise) -> Path:
        """The learner's file of an exercise."""
        return self.path / exercise.name / f"{exercise.module}.py"

    def of(self, exercise: Exercise) -> Progress:
        """The progress in an exercise."""
        return self.progress.setdefault(exercise.name, Progress())

    def current(self) -> Exercise:
        """The first exercise that is not done, or the last of all."""
        return next((e for e in self.exercises if self.of(e).state != "done"), self.exercises[-1])

    def following(self, exercise: Exercise) -> Exercise | None:
        """The first exercise after this one that is not done."""
        names = [e.name for e in self.exercises]
        rest = self.exercises[names.index(exercise.name) + 1 :]
        return next((e for e in rest if self.of(e).state != "done"), None)

    def record(self, exercise: Exercise, status: str) -> None:
        """Note the result of a check."""
        progress = self.of(exercise)
        progress.checks += 1
        progress.last_check = datetime.now().strftime("%Y-%m-%d %H:%M")
        if status == "passed":
            progress.state = "done"
        elif progress.state == "new":
            progress.state = "tried"
        self.save()

    def open_hint(self, exercise: Exercise, level: int | None = None) -> list[str]:
        """Open the next hint, or those up to a level; gives all that are open, and notes it.

        Raises:
            UserError: there is no such level.
        """
        hints, progress = exercise.hints(self.language), self.of(exercise)
        if level is not None and not 1 <= level <= len(hints):
            raise UserError(f"{given('level', level)}: give 1 to {len(hints)}.")
        opened = level or min(progress.hints + 1, len(hints))
        progress.hints = max(progress.hints, opened)
        self.save()
        return hints[:opened]

    def see_solution(self, exercise: Exercise, wish: bool) -> bool:
        """Whether the solution may be shown: after success, or as a wish, which is noted."""
        progress = self.of(exercise)
        if progress.state in ("done", "seen"):
            return True
        if wish:
            progress.state = "seen"
            self.save()
        return wish

    def next_step(self, exercise: Exercise, status: str) -> tuple[str, dict[str, Any]]:
        """What to do after a check: a key of grading.messages and the values of its sentence."""
        if status == "passed":
            following = self.following(exercise)
            if following is None:
                return "next_end", {"exercise": exercise.name}
            return "next_done", {"exercise": exercise.name, "following": following.name}
        if status == "unsolved":
            return "next_read", {"path": self.file(exercise).parent / "task.md"}
        levels, opened = len(exercise.hints(self.language)), self.of(exercise).hints
        if opened >= levels:
            return "next_solution", {"exercise": exercise.name}
        return "next_hint", {"exercise": exercise.name, "level": opened + 1, "levels": levels}

    def save(self) -> None:
        """Write the progress file, whole or not at all."""
        content: dict[str, Any] = {"language": self.language}
        if self.roots != (BUILT_IN,):
            content["exercises"] = [_told(root, self.path) for root in self.roots]
        content["progress"] = {name: asdict(self.progress[name]) for name in sorted(self.progress)}
        write_json(self.path / PROGRESS_FILE, content)


def open_workspace(start: Path | None = None) -> Workspace:
    """The learner's folder at, above or just below `start` (default: here).

    Raises:
        UserError: there is none, or its progress file is damaged.
    """
    here = (start or Path.cwd()).resolve()
    for place in (here, *here.parents, here / "gradatim-lab"):
        if (place / PROGRESS_FILE).exists():
            return _read(place)
    raise UserError(f"There is no lab in {here}; `gradatim lab init` makes one.")


def surrounding_lab() -> Path | None:
    """The lab in which a command was given, None outside of one."""
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / PROGRESS_FILE).is_file()), None)


def init_workspace(
    path: Path,
    language: str | None = None,
    root: Path | None = None,
    with_ours: bool = False,
) -> dict[str, list[str]]:
    """Make or upgrade a learner's folder; nothing that exists is overwritten.

    Args:
        path: the learner's folder, made where it is missing.
        language: of tasks and answers; default: the one of the folder, else of the system.
        root: a set of exercises; default: the one of the folder, else ours.
        with_ours: whether ours are there beside those of `root`.

    Returns:
        The names of exercises that were `added`, and those whose newer starter was put `beside`.

    Raises:
        UserError: an unknown language, a path that is a file, a folder without exercises.
    """
    if path.exists() and not path.is_dir():
        raise UserError(f"{path} is a file; give the name of a folder.")
    if language is not None and language not in LANGUAGES:
        raise UserError(f"There is no language {language!r}; allowed: {', '.join(LANGUAGES)}.")
    known = (path / PROGRESS_FILE).exists()
    workspace = _read(path) if known else Workspace(path.resolve(), _system_language())
    workspace.language = language or workspace.language
    if root is not None:
        exercises(root)  # says what is wrong with it
        workspace.roots = (*((BUILT_IN,) if with_ours else ()), root.resolve())
    result: dict[str, list[str]] = {"added": [], "beside": []}
    for exercise in workspace.exercises:
        progress = workspace.of(exercise)
        file, starter = workspace.file(exercise), exercise.starter
        write_atomically(file.parent / "task.md", exercise.text("task", workspace.language))
        if not file.exists() and not progress.starter:  # a file that was deleted stays away
            write_atomically(file, starter)
            result["added"].append(exercise.name)
        elif progress.starter and progress.starter != fingerprint(starter):
            write_atomically(file.with_suffix(".new.py"), starter)
            result["beside"].append(exercise.name)
        progress.starter = fingerprint(starter)
    workspace.save()
    return result


def reset_exercise(workspace: Workspace, exercise: Exercise) -> Path | None:
    """Give a fresh file; the learner's own stays beside it under the returned name.

    The progress of the exercise stays: only its file starts again.
    """
    file = workspace.file(exercise)
    backup = None
    if os.path.lexists(file) and not _holds(file, exercise.starter.encode()):
        backup = dated_name(file)
        os.replace(file, backup)
    write_atomically(file, exercise.starter)
    workspace.of(exercise).starter = fingerprint(exercise.starter)
    workspace.save()
    return backup


def _holds(file: Path, content: bytes) -> bool:
    """Whether a file has this content; a device or pipe, which may never end, is not read."""
    return file.is_file() and file.stat().st_size == len(content) and file.read_bytes() == content


def dated_name(file: Path) -> Path:
    """A free name beside a file, with the time in it: `NAME.20261128-140000.py`."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    free, count = file.with_name(f"{file.stem}.{stamp}{file.suffix}"), 1
    while free.exists():
        free, count = file.with_name(f"{file.stem}.{stamp}-{count}{file.suffix}"), count + 1
    return free


def fingerprint(text: str) -> str:
    """A short name for a text: another text has another one."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _told(root: Path, lab: Path) -> str:
    """How a progress file names a set: relative to it where possible, so that both can move."""
    if root == BUILT_IN:
        return OURS
    try:
        return Path(os.path.relpath(root, lab)).as_posix()
    except ValueError:  # on another drive of Windows
        return str(root)


def _read(path: Path) -> Workspace:
    """Read the progress file.

    Raises:
        UserError: it is damaged. It is not repaired here, so that the next check cannot write the
            loss back to the disk.
    """
    file = path / PROGRESS_FILE
    if not file.is_file():
        raise UserError(
            f"{file} is no file: move it away, then `gradatim lab init` and `gradatim lab check "
            "--all` note again what is solved."
        )
    try:
        if file.stat().st_size > MAX_PROGRESS:
            raise ValueError(f"it has {file.stat().st_size} bytes; at most {MAX_PROGRESS} are read")
        content = json.loads(file.read_text("utf-8"))
        workspace = Workspace(
            path.resolve(),
            _entry(content, "language", str),
            _roots(content, path.resolve()),
            {
                name: Progress(
                    **{
                        key: _entry(values, key, type(old), f" of {name}")
                        for key, old in asdict(Progress()).items()
                    }
                )
                for name, values in _entry(content, "progress", dict).items()
            },
        )
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"{file} is damaged ({error}): correct it, or delete it, then `gradatim lab init` and "
            "`gradatim lab check --all` note again what is solved."
        ) from None
    if workspace.language not in LANGUAGES:
        workspace.language = "en"
    return workspace


def _roots(content: Any, lab: Path) -> tuple[Path, ...]:
    if "exercises" not in content:
        return (BUILT_IN,)
    names = _entry(content, "exercises", list)
    if not names or not all(isinstance(name, str) for name in names):
        raise ValueError(f"exercises is {names!r}; allowed: a list of folders")
    return tuple(BUILT_IN if name == OURS else (lab / name).resolve() for name in names)


def _entry(content: Any, key: str, kind: type, where: str = "") -> Any:
    """An entry of a JSON object; ValueError where it is missing or of another type."""
    value = content.get(key) if isinstance(content, dict) else None
    if type(value) is not kind or (key == "state" and value not in STATES):
        kinds = {int: "a whole number", str: "a text", dict: "an object", list: "a list"}
        allowed = " or ".join(STATES) if key == "state" else kinds[kind]
        raise ValueError(f"{key}{where} is {value!r}; allowed: {allowed}")
    return value


def _system_language() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return "fr" if os.environ[variable].startswith("fr") else "en"
    return "fr" if (locale.getlocale()[0] or "").lower().startswith("fr") else "en"
