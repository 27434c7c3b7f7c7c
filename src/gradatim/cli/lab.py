"""`gradatim lab`: exercises on plain files, checked in under a second."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.labs import workspace
from gradatim.labs.exercise import BUILT_IN, Exercise, find
from gradatim.labs.grading.messages import say

app = App(name="lab", help="Exercises on plain files; the checker names the mistake.")
Lab = Annotated[Path | None, Parameter(name=["--lab", "-C"], help="the lab's folder [here]")]


@app.command
def init(
    folder: Path = Path("gradatim-lab"),
    *,
    language: str | None = None,
    exercises: Path | None = None,
) -> None:
    """Make a lab folder, or add new exercises to yours; your files are never overwritten.

    Args:
        folder: where your files go.
        language: en or fr.
        exercises: somebody else's folder of exercises.
    """
    result = workspace.init(folder, language, exercises)
    console = Console()
    console.print(f"{len(result['added'])} exercises added in {folder}.", highlight=False)
    for name in result["beside"]:
        console.print(f"{name} has a newer starter; it lies beside yours as .new.py.")
    first = workspace.open_folder(folder).current()
    console.print(f"Read {folder / first.name / 'task.md'}, write in {first.module}.py, then:")
    console.print(f"  cd {folder} && gradatim lab watch")


@app.command(name="open")
def open_(
    name: str | None = None, *, lab: Lab = None, port: int = 8421, browser: bool = True
) -> None:
    """Open an exercise in the browser: editor, check, hints, and its view on your function.

    Your file on the disk stays the one that counts, and may be open in another editor as well.

    Args:
        name: number or name of the exercise; default: the first that is not done.
        port: TCP port on this computer; 0 takes a free one.
        browser: open the page in the default browser.
    """
    from gradatim.web.app import serve

    folder = workspace.open_folder(lab)
    path = f"lab/{_chosen(folder, name).name}"
    serve(port=port, browser=browser, lab=folder.path, path=path)


@app.command(name="list")
def list_(*, lab: Lab = None) -> None:
    """List the exercises and how far you are."""
    folder = workspace.open_folder(lab)
    console = Console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "exercise", "", "min", "checks", "hints"):
        table.add_column(
            column, justify="right" if column in ("min", "checks", "hints") else "left"
        )
    marks = {"done": "[green]✓", "seen": "[yellow]~", "tried": "[cyan]·", "new": " "}
    every = folder.exercises
    for exercise in every:
        progress = folder.of(exercise)
        table.add_row(
            marks[progress.state],
            exercise.name,
            exercise.title(folder.language),
            str(exercise.info.minutes),
            str(progress.checks or ""),
            str(progress.hints or ""),
        )
    console.print(table)
    done = sum(folder.of(exercise).state == "done" for exercise in every)
    left = sum(e.info.minutes for e in every if folder.of(e).state != "done")
    console.print(f"\n{done} of {len(every)} done, about {left} minutes left.", highlight=False)


@app.command
def check(name: str | None = None, *, all: bool = False, lab: Lab = None) -> None:
    """Check an exercise: yours of that name, or the first that is not done.

    Args:
        name: number or name of the exercise.
        all: check every exercise again, one line each.
    """
    folder = workspace.open_folder(lab)
    console = Console()
    if all:
        _check_all(console, folder)
        return
    exercise = _chosen(folder, name)
    if not _check(console, folder, exercise):
        sys.exit(1)


def _chosen(folder: workspace.Folder, name: str | None) -> Exercise:
    return find(name, folder.exercises) if name else folder.current()


def _check(console: Console, folder: workspace.Folder, exercise: Exercise) -> bool:
    from gradatim.labs.check import check_file
    from gradatim.labs.terminal import show_answer

    console.rule(f"{exercise.name}  {exercise.title(folder.language)}", style="dim", align="left")
    file = folder.file(exercise)
    with console.status("..."):
        answer = check_file(exercise, file, folder.language)
    folder.record(exercise, answer["status"])
    key, values = folder.next_step(exercise, answer["status"])
    show_answer(console, answer, say(key, folder.language, **values), folder.language)
    return answer["status"] == "passed"


def _check_all(console: Console, folder: workspace.Folder) -> None:
    from gradatim.labs.check import check_file

    wrong = 0
    for exercise in folder.exercises:
        answer = check_file(exercise, folder.file(exercise), folder.language)
        mark = {"passed": "[green]✓", "unsolved": "[yellow]○"}.get(answer["status"], "[red]✗")
        if folder.of(exercise).state != "new" or answer["status"] != "unsolved":
            folder.record(exercise, answer["status"])
        wrong += answer["status"] != "passed"
        console.print(f"{mark}[/] {exercise.name}", highlight=False)
    if wrong:
        sys.exit(1)


@app.command
def watch(name: str | None = None, *, lab: Lab = None) -> None:
    """Check again whenever you save; keys: n next, h hint, l list, q quit."""
    from gradatim.cli.file_watcher import watch_file

    folder = workspace.open_folder(lab)
    exercise = _chosen(folder, name)
    console = Console()
    while True:
        key = watch_file(folder.file(exercise), partial(_watched, console, lab, exercise), console)
        folder = workspace.open_folder(lab)
        if key == "q":
            return
        if key == "n":
            exercise = folder.following(exercise) or folder.current()
        elif key == "h":
            hint(exercise.name, lab=lab)
        elif key == "l":
            list_(lab=lab)


def _watched(console: Console, lab: Path | None, exercise: Exercise) -> None:
    console.clear()
    _check(console, workspace.open_folder(lab), exercise)
    console.print("\n[dim]watching: save the file to check; n next, h hint, l list, q quit[/]")


@app.command
def hint(name: str | None = None, level: int | None = None, *, lab: Lab = None) -> None:
    """Open the next hint: a question, then a pointer, then almost the code.

    Args:
        name: number or name of the exercise.
        level: open up to this hint instead of the next one.
    """
    folder = workspace.open_folder(lab)
    exercise = _chosen(folder, name)
    count = len(exercise.hints(folder.language))
    console = Console()
    for i, text in enumerate(folder.open_hint(exercise, level), start=1):
        console.rule(f"{exercise.name}  {i}/{count}", style="dim", align="left")
        console.print(Markdown(text))


@app.command
def solution(name: str | None = None, *, show: bool = False, lab: Lab = None) -> None:
    """Show our solution, once yours is right.

    Args:
        name: number or name of the exercise.
        show: show it before; the exercise is then noted as seen.
    """
    folder = workspace.open_folder(lab)
    exercise = _chosen(folder, name)
    if not folder.see_solution(exercise, show):
        raise UserError(
            f"{exercise.name} is not solved yet; `gradatim lab hint {exercise.name}` helps, "
            "and --show shows the solution all the same and notes the exercise as seen."
        )
    from rich.syntax import Syntax

    console = Console()
    console.print(Syntax(exercise.solution, "python", background_color="default"))
    console.print(Markdown(exercise.after(folder.language)))


@app.command
def reset(name: str, *, lab: Lab = None) -> None:
    """Start an exercise again; your file is kept beside under a dated name."""
    folder = workspace.open_folder(lab)
    exercise = find(name, folder.exercises)
    backup = workspace.reset(folder, exercise)
    console = Console()
    if backup:
        console.print(f"Your file is kept as {backup}.", highlight=False)
    console.print(f"{folder.file(exercise)} is fresh.", highlight=False)


@app.command
def report(*folders: Path, out: Path | None = None, recheck: bool = False) -> None:
    """For teachers: one line of CSV a learner, from their lab folders or a folder of those.

    Args:
        folders: lab folders, or folders that hold lab folders.
        out: the CSV file [the terminal].
        recheck: check every file again instead of trusting the progress files.
    """
    from gradatim.labs.progress_report import class_report

    text = class_report(list(folders), recheck=recheck)
    if out is None:
        sys.stdout.write(text)
        return
    write_atomically(out, text)
    Console().print(f"{out} written: {text.count(chr(10)) - 1} learners.", highlight=False)


@app.command
def notebook(name: str | None = None, *, lab: Lab = None) -> None:
    """Write a notebook that imports your file and checks it, for Jupyter and Colab."""
    from gradatim.labs.notebook import write_notebook

    folder = workspace.open_folder(lab)
    path = write_notebook(folder, _chosen(folder, name))
    Console().print(f"{path} written.", highlight=False)


@app.command
def verify(exercises: Path = BUILT_IN, *, name: str | None = None) -> None:
    """For authors: every exercise fails unsolved, passes solved, and knows its mistakes.

    Args:
        exercises: a folder of exercises.
        name: only this exercise.
    """
    from gradatim.labs.author_checks import verify_set

    if not verify_set(exercises, name, Console()):
        sys.exit(1)
