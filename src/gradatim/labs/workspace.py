"""The learner's folder: their files, and one readable text file with their progress.

Nothing of the learner's is ever overwritten: `init` adds what is missing, a newer starter of ours
is laid beside as `NAME.new.py`, and `reset` keeps a dated copy. The progress file is written to a
temporary file and renamed, so that it is whole at every moment.
"""

import contextlib
import hashlib
import locale
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.labs.exercise import BUILT_IN, LANGUAGES, Exercise, exercises

STATE = "gradatim-lab.txt"
HEAD = """\
# Progress in the Gradatim lab. Plain text: keep it with your files.
# An exercise is new, tried, seen (its solution was shown before it was solved) or done.
"""


@dataclass
class Progress:
    """What is known of one exercise."""

    state: str = "new"  # new, tried, seen, done
    checks: int = 0
    hints: int = 0
    when: str = "-"
    starter: str = "-"  # fingerprint of the starter that the learner got

    def line(self, name: str) -> str:
        return (
            f"{name:<28} {self.state:<6} checks {self.checks:<4} hints {self.hints}   "
            f"{self.when:<16} starter {self.starter}"
        )


@dataclass
class Folder:
    """A learner's folder."""

    path: Path
    language: str = "en"
    root: Path = BUILT_IN
    progress: dict[str, Progress] = field(default_factory=dict)

    @property
    def exercises(self) -> list[Exercise]:
        return exercises(self.root)

    def file(self, exercise: Exercise) -> Path:
        """The learner's file of an exercise."""
        return self.path / exercise.name / f"{exercise.module}.py"

    def of(self, exercise: Exercise) -> Progress:
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
        progress.when = datetime.now().strftime("%Y-%m-%d %H:%M")
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
            raise UserError(f"There is no hint {level}; allowed: 1 to {len(hints)}.")
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
        """What to do after a check: a key of words.py and the values of its sentence."""
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
        lines = [f"language: {self.language}"]
        if self.root != BUILT_IN:
            lines.append(f"exercises: {self.root}")
        lines += ["", *(self.progress[name].line(name) for name in sorted(self.progress))]
        write_atomically(self.path / STATE, HEAD + "\n".join(lines) + "\n")


def dated(file: Path) -> Path:
    """A free name beside a file, with the time in it: `NAME.20261128-140000.py`."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    free, count = file.with_name(f"{file.stem}.{stamp}{file.suffix}"), 1
    while free.exists():
        free, count = file.with_name(f"{file.stem}.{stamp}-{count}{file.suffix}"), count + 1
    return free


def fingerprint(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def open_folder(start: Path | None = None) -> Folder:
    """The learner's folder at, above or just below `start` (default: here).

    Raises:
        UserError: there is none.
    """
    here = (start or Path.cwd()).resolve()
    for place in (here, *here.parents, here / "gradatim-lab"):
        if (place / STATE).is_file():
            return _read(place)
    raise UserError(f"There is no lab in {here}; `gradatim lab init` makes one.")


def _read(path: Path) -> Folder:
    """Read the progress file; a damaged line costs that line only."""
    folder = Folder(path)
    for line in (path / STATE).read_text("utf-8", errors="replace").splitlines():
        words = line.split()
        if line.startswith("#") or not words:
            continue
        if words[0] == "language:":
            folder.language = words[-1] if words[-1] in LANGUAGES else "en"
        elif words[0] == "exercises:":
            folder.root = Path(line.partition(":")[2].strip())
        elif len(words) >= 7 and words[1] in ("new", "tried", "seen", "done"):
            with contextlib.suppress(ValueError, IndexError):
                folder.progress[words[0]] = Progress(
                    words[1],
                    int(words[3]),
                    int(words[5]),
                    " ".join(words[6:-2]),
                    words[-1],
                )
    if not folder.root.is_dir():
        raise UserError(
            f"The exercises {folder.root} named in {path / STATE} are gone: put them back, or "
            "correct that line."
        )
    return folder


def init(path: Path, language: str | None = None, root: Path | None = None) -> dict[str, list[str]]:
    """Make or upgrade a learner's folder; nothing that exists is overwritten.

    Args:
        path: the learner's folder, made where it is missing.
        language: of tasks and answers; default: the one of the folder, else of the system.
        root: a set of exercises; default: the one of the folder, else ours.

    Returns:
        The names of exercises that were `added`, and those whose newer starter was laid `beside`.

    Raises:
        UserError: an unknown language, a path that is a file, a folder without exercises.
    """
    if path.exists() and not path.is_dir():
        raise UserError(f"{path} is a file; give the name of a folder.")
    if language is not None and language not in LANGUAGES:
        raise UserError(f"There is no language {language!r}; allowed: {', '.join(LANGUAGES)}.")
    known = (path / STATE).is_file()
    folder = _read(path) if known else Folder(path.resolve(), _system_language())
    folder.language = language or folder.language
    folder.root = (root or folder.root).resolve()
    result: dict[str, list[str]] = {"added": [], "beside": []}
    for exercise in folder.exercises:
        progress = folder.of(exercise)
        file, starter = folder.file(exercise), exercise.starter
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file.parent / "task.md", exercise.text("task", folder.language))
        if not file.exists() and progress.starter == "-":
            write_atomically(file, starter)
            progress.starter = fingerprint(starter)
            result["added"].append(exercise.name)
        elif progress.starter != fingerprint(starter):
            write_atomically(file.with_suffix(".new.py"), starter)
            progress.starter = fingerprint(starter)
            result["beside"].append(exercise.name)
    folder.save()
    return result


def _system_language() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return "fr" if os.environ[variable].startswith("fr") else "en"
    return "fr" if (locale.getlocale()[0] or "").lower().startswith("fr") else "en"


def reset(folder: Folder, exercise: Exercise) -> Path | None:
    """Give a fresh file; the learner's own is kept beside it under the returned name.

    The progress of the exercise stays: only its file starts again.
    """
    file = folder.file(exercise)
    file.parent.mkdir(parents=True, exist_ok=True)
    backup = None
    if file.exists() and file.read_bytes() != exercise.starter.encode():
        backup = dated(file)
        os.replace(file, backup)
    write_atomically(file, exercise.starter)
    folder.of(exercise).starter = fingerprint(exercise.starter)
    folder.save()
    return backup
