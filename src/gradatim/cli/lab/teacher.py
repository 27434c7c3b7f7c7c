"""`gradatim lab` for teachers and authors: report, recheck, new, verify."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from gradatim.cli.outputs import new_file
from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.labs.check import recheck_file
from gradatim.labs.exercise import BUILT_IN, exercises, find
from gradatim.labs.grading.messages import say
from gradatim.labs.new_exercise import new_exercise
from gradatim.labs.progress_report import (
    FORMATS,
    Report,
    as_csv,
    class_report,
    is_table,
    recheck_class,
)
from gradatim.labs.terminal import show_answer
from gradatim.labs.workspace import open_workspace

Lab = Annotated[Path | None, Parameter(name=["--lab", "-C"])]
MISTAKES_SHOWN = 10


def counted(n: int, word: str) -> str:
    """A number and its noun, singular or plural."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def report(
    *folders: Annotated[Path, Parameter(required=True)],
    recheck: bool = False,
    hidden: Path | None = None,
    csv: Path | None = None,
    format_: Annotated[str, Parameter(name="--format")] = "plain",
) -> None:
    """For teachers: one line of CSV per learner, from their lab folders.

    Args:
        folders: lab folders, or folders that hold lab folders
        recheck: every file checked again, in a way that cannot be faked, for points
        hidden: folder of exercises whose checks the recheck uses instead of the learners' own
        csv: file to write, whose name ends in .csv (default: the terminal)
        format_: columns: plain, or those that Moodle or Canvas imports as grades: moodle, canvas
    """
    if format_ not in FORMATS:
        raise UserError(f"There is no format {format_!r}; allowed: {', '.join(FORMATS)}.")
    if not recheck and (hidden or format_ != "plain"):
        raise UserError(
            "Points come from a recheck: --hidden and --format moodle or canvas need --recheck."
        )
    if csv is not None:  # before the recheck, which may take long
        new_file(csv, (".csv",), is_table, "--csv")
        if not csv.parent.is_dir():
            raise UserError(
                f"--csv is {csv}, and there is no folder {csv.parent}: make it first, or name a "
                "file in another folder."
            )
    notes = Console(emoji=False, stderr=csv is None)
    found = _rechecked(list(folders), hidden) if recheck else class_report(list(folders))
    text = as_csv(found, format_)
    if csv is None:
        sys.stdout.write(text)
    else:
        write_atomically(csv, text)
        notes.print(f"{csv} written: {counted(len(found.learners), 'learner')}.", highlight=False)
    for learner in found.learners:
        for remark in learner.remarks:
            notes.print(f"{learner.name}: {remark}", style="yellow", markup=False, highlight=False)
    for (exercise, mistake), count in found.mistakes.most_common(MISTAKES_SHOWN):
        notes.print(f"{count:>4} x {exercise}: {mistake}", markup=False, highlight=False)


def _rechecked(folders: list[Path], hidden: Path | None) -> Report:
    """The class, with a bar and the time left on the error stream."""
    console = Console(emoji=False, stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("files"), TimeRemainingColumn())
    hide = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hide) as bar:
        task = bar.add_task("", total=None)
        return recheck_class(
            folders, hidden, lambda done, total: bar.update(task, completed=done, total=total)
        )


def recheck(name: str, *, hidden: Path | None = None, lab: Lab = None) -> None:
    """For teachers: check one file in a way that cannot be faked, and note nothing.

    The values that the file gives are judged in another process; a file that uses words which
    could reach around a check is refused.

    Args:
        name: number or name of the exercise
        hidden: folder of exercises whose checks are used instead of the learner's own
        lab: your lab folder (default: the one you are in)
    """
    workspace = open_workspace(lab)
    exercise = find(name, exercises(hidden) if hidden else workspace.exercises)
    console, language = Console(emoji=False), workspace.language
    with console.status(say("checking", language)):
        answer = recheck_file(exercise, workspace.file(exercise), language)
    points = say("points", language, passed=answer.get("passed", 0), checks=answer.get("checks", 0))
    show_answer(console, answer, "", language)
    console.print(Text(f"\n{points}"))
    if answer["status"] != "passed":
        sys.exit(1)


def new(
    name: str,
    *,
    set_: Annotated[Path, Parameter(name="--set")] = Path("exercises"),
    language: str = "en",
) -> None:
    """For authors: write the skeleton of an exercise, which `gradatim lab verify` accepts as it is.

    Args:
        name: name of the exercise with its number, as in 01-row-sums
        set_: folder of the set; made if needed
        language: language of its texts, en or fr
    """
    path = new_exercise(name, set_, language)
    console = Console(emoji=False)
    console.print(f"{path} written.", markup=False, highlight=False)
    console.print(f"  gradatim lab verify {set_}", markup=False, highlight=False)
    console.print(f"  gradatim lab init --exercises {set_}", markup=False, highlight=False)


def verify(exercises: Path = BUILT_IN, *, name: str | None = None) -> None:
    """For authors: every exercise fails unsolved, passes solved, and recognizes its mistakes.

    Args:
        exercises: folder of exercises (default: ours)
        name: number or name of the only exercise to verify (default: all)
    """
    from gradatim.labs.author_checks import verify_set  # loads torch and the views

    if not verify_set(exercises, name, Console(emoji=False)):
        sys.exit(1)


EXAMPLES: dict[Callable[..., None], str] = {
    report: "report class/ --recheck --csv class.csv",
    recheck: "recheck 14 --lab class/ada --hidden exam/",
    new: "new 01-row-sums --set exercises/",
    verify: "verify --name 14",
}
