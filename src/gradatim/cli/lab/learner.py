"""`gradatim lab`: exercises on plain files, checked in under a second."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console
from rich.markdown import Markdown
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from gradatim.cli.lab.file_watcher import watch_events
from gradatim.cli.lab.teacher import EXAMPLES, Lab
from gradatim.errors import UserError
from gradatim.labs.check import check_file
from gradatim.labs.exercise import Exercise, find
from gradatim.labs.grading.messages import say
from gradatim.labs.notebook import write_notebook
from gradatim.labs.sandbox.remote_call import server_runs
from gradatim.labs.terminal import show_answer
from gradatim.labs.workspace import (
    Workspace,
    init_workspace,
    open_workspace,
    reset_exercise,
    surrounding_lab,
)
from gradatim.printing import escaped
from gradatim.web.listening import check_port

app = App(
    name="lab",
    help="Exercises on plain files, with a checker that recognizes common mistakes.",
    help_epilogue="Example: gradatim lab init, then cd gradatim-lab and gradatim lab open",
)


@app.command(help_epilogue="Example: gradatim lab init --language fr")
def init(
    folder: Path | None = None,
    *,
    language: str | None = None,
    exercises: Path | None = None,
    with_ours: bool = False,
) -> None:
    """Make a lab folder, or add new exercises to yours; your files are never overwritten.

    Args:
        folder: folder for your files, one folder per exercise (default: the lab you are in, else
            gradatim-lab)
        language: language of tasks, hints and answers, en or fr (default: that of the folder, else
            the system's)
        exercises: folder with another set of exercises (default: ours)
        with_ours: our exercises too, beside the other set; it replaces ours of the same name
    """
    if with_ours and exercises is None:
        raise UserError("--with-ours is beside another set: add --exercises FOLDER, or leave it.")
    folder = folder or surrounding_lab() or Path("gradatim-lab")
    result = init_workspace(folder, language, exercises, with_ours)
    console = Console(emoji=False)
    workspace = open_workspace(folder)
    first, count, tongue = workspace.current(), len(result["added"]), workspace.language
    added = say("exercise_one" if count == 1 else "exercise_many", tongue, count=count)
    told = [say("lab_added", tongue, exercises=added, folder=folder)]
    told += [say("lab_newer", tongue, name=name) for name in result["beside"]]
    task = folder / first.name / "task.md"
    told.append(say("lab_begin", tongue, task=task, file=f"{first.module}.py"))
    console.print("\n".join(map(escaped, told)), highlight=False)
    console.print(f"  cd {escaped(folder)} && gradatim lab watch")


@app.command(name="open", help_epilogue="Example: gradatim lab open 14")
def open_(
    name: str | None = None,
    *,
    lab: Lab = None,
    port: int = 8421,
    browser: Annotated[bool, Parameter(negative="--no-browser")] = True,
) -> None:
    """Open an exercise in the browser: editor, check, hints, and its view on your function.

    Your file on the disk stays the one that counts, and may be open in another editor as well.

    Args:
        name: number or name of the exercise (default: the first that is not done)
        lab: your lab folder (default: the one you are in)
        port: TCP port on this computer, 1 to 65535; 0 takes a free one
        browser: the page opened in the default browser
    """
    from gradatim.web.app import serve  # loads torch and the web server

    check_port(port)
    workspace = open_workspace(lab)
    path = f"lab/{_chosen(workspace, name).name}"
    serve(port=port, browser=browser, lab=workspace.path, path=path)


@app.command(name="list", help_epilogue="Example: gradatim lab list")
def list_(*, lab: Lab = None) -> None:
    """List the exercises and how far you are.

    Args:
        lab: your lab folder (default: the one you are in)
    """
    workspace = open_workspace(lab)
    console = Console(emoji=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    name, *numbers = say("lab_list", workspace.language).split()
    for column in ("", name, ""):
        table.add_column(column)
    for column in numbers:
        table.add_column(column, justify="right")
    marks = {"done": "[green]✓", "seen": "[yellow]~", "tried": "[cyan]·", "new": " "}
    every = workspace.exercises
    chapter = ""
    for exercise in every:
        progress = workspace.of(exercise)
        if exercise.chapter(workspace.language) != chapter:
            chapter = exercise.chapter(workspace.language)
            table.add_row("", Text(chapter, style="bold"))
        table.add_row(
            marks[progress.state],
            escaped(exercise.name),
            escaped(exercise.title(workspace.language)),
            "◆" if exercise.info.core else "",
            str(exercise.info.minutes),
            str(progress.checks or ""),
            str(progress.hints or ""),
        )
    console.print(table)
    told = [_left("", workspace, every)]
    core = [exercise for exercise in every if exercise.info.core]
    if core:
        colon = " :" if workspace.language == "fr" else ":"
        told.append(_left(f"◆ {say('lab_core', workspace.language)}{colon} ", workspace, core))
    console.print("\n" + "\n".join(told), highlight=False)


def _left(title: str, workspace: Workspace, some: list[Exercise]) -> str:
    done = sum(workspace.of(exercise).state == "done" for exercise in some)
    left = sum(e.info.minutes for e in some if workspace.of(e).state != "done")
    words = {"done": done, "count": len(some), "minutes": left}
    return title + say("lab_left", workspace.language, **words)


@app.command(help_epilogue="Example: gradatim lab check 14")
def check(name: str | None = None, *, all: bool = False, lab: Lab = None) -> None:
    """Check one exercise, or all of them.

    Args:
        name: number or name of the exercise (default: the first that is not done)
        all: every exercise, with one line each
        lab: your lab folder (default: the one you are in)
    """
    if all and name is not None:
        raise UserError(f"--all is every exercise, and {name!r} is one: leave one of the two out.")
    workspace = open_workspace(lab)
    console = Console(emoji=False)
    if all:
        passed = _check_all(console, workspace)
    else:
        passed = _check(console, workspace, _chosen(workspace, name))
    if not passed:
        sys.exit(1)


def _chosen(workspace: Workspace, name: str | None) -> Exercise:
    return find(name, workspace.exercises) if name else workspace.current()


def _check(console: Console, workspace: Workspace, exercise: Exercise) -> bool:
    language = workspace.language
    console.rule(escaped(f"{exercise.name}  {exercise.title(language)}"), style="dim", align="left")
    warm = "checking" if server_runs() else "loading_torch"
    with console.status(say(warm, language)):
        answer = check_file(exercise, workspace.file(exercise), language)
    workspace.record(exercise, answer["status"])
    key, values = workspace.next_step(exercise, answer["status"])
    show_answer(console, answer, say(key, language, **values), language)
    return answer["status"] == "passed"


def _check_all(console: Console, workspace: Workspace) -> bool:
    all_passed, chapter = True, ""
    for exercise in workspace.exercises:
        if exercise.chapter(workspace.language) != chapter:
            chapter = exercise.chapter(workspace.language)
            console.print(Text(chapter, style="bold"))
        status = check_file(exercise, workspace.file(exercise), workspace.language)["status"]
        # An untouched starter is not an attempt: the exercise stays new.
        if workspace.of(exercise).state != "new" or status != "unsolved":
            workspace.record(exercise, status)
        all_passed = all_passed and status == "passed"
        mark = {"passed": "[green]✓", "unsolved": "[yellow]○"}.get(status, "[red]✗")
        console.print(f"{mark}[/] {escaped(exercise.name)}", highlight=False)
    return all_passed


@app.command(help_epilogue="Example: gradatim lab watch")
def watch(name: str | None = None, *, lab: Lab = None) -> None:
    """Check again whenever you save; keys: n next, h hint, l list, q quit.

    Args:
        name: number or name of the exercise (default: the first that is not done)
        lab: your lab folder (default: the one you are in)
    """
    exercise: Exercise | None = _chosen(open_workspace(lab), name)
    console = Console(emoji=False)
    while exercise is not None:
        exercise = _watch(console, lab, exercise)


def _watch(console: Console, lab: Path | None, exercise: Exercise) -> Exercise | None:
    """Watch one exercise; gives the next one to watch, None to end."""
    for event in watch_events(open_workspace(lab).file(exercise)):
        workspace = open_workspace(lab)
        if event == "q":
            break
        if event == "n":
            return workspace.following(exercise) or workspace.current()
        if event == "h":  # below the answer: both are wanted together
            hint(exercise.name, lab=lab)
        elif event == "l":
            list_(lab=lab)
        else:
            console.clear()
            _check(console, workspace, exercise)
        keys = say("watch", workspace.language, hint=_hint_key(open_workspace(lab), exercise))
        console.print(f"\n{keys}", style="dim", markup=False, highlight=False)
    console.print()
    return None


def _hint_key(workspace: Workspace, exercise: Exercise) -> str:
    """What the key h does now."""
    hints, opened = len(exercise.hints(workspace.language)), workspace.of(exercise).hints
    if opened >= hints:
        return say("watch_hints", workspace.language) if hints else "-"
    return say("watch_hint", workspace.language, level=opened + 1, hints=hints)


@app.command(help_epilogue="Example: gradatim lab hint 14")
def hint(name: str | None = None, level: int | None = None, *, lab: Lab = None) -> None:
    """Open the next hint: a question, then a pointer, then almost the code.

    Args:
        name: number or name of the exercise (default: the first that is not done)
        level: number of the last hint to open, 1 to 3 (default: the next one)
        lab: your lab folder (default: the one you are in)
    """
    workspace = open_workspace(lab)
    exercise = _chosen(workspace, name)
    count = len(exercise.hints(workspace.language))
    console = Console(emoji=False)
    if not count:
        told = say("no_hints", workspace.language, exercise=escaped(exercise.name))
        console.print(told, highlight=False)
        return
    for i, text in enumerate(workspace.open_hint(exercise, level), start=1):
        console.rule(escaped(f"{exercise.name}  {i}/{count}"), style="dim", align="left")
        console.print(Markdown(text))


@app.command(help_epilogue="Example: gradatim lab solution 14")
def solution(name: str | None = None, *, show: bool = False, lab: Lab = None) -> None:
    """Show our solution, once yours is right.

    Args:
        name: number or name of the exercise (default: the first that is not done)
        show: solution of an exercise that is not solved, which is then noted as seen
        lab: your lab folder (default: the one you are in)
    """
    workspace = open_workspace(lab)
    exercise = _chosen(workspace, name)
    if not workspace.see_solution(exercise, show):
        raise UserError(
            f"{exercise.name} is not solved yet; `gradatim lab hint {exercise.name}` helps, "
            "and --show shows the solution all the same and notes the exercise as seen."
        )
    console = Console(emoji=False)
    console.print(Syntax(exercise.solution, "python", background_color="default"))
    console.print(Markdown(exercise.after(workspace.language)))


@app.command(help_epilogue="Example: gradatim lab reset 14")
def reset(name: str, *, lab: Lab = None) -> None:
    """Start an exercise again; your file stays beside the new one under a dated name.

    Args:
        name: number or name of the exercise
        lab: your lab folder (default: the one you are in)
    """
    workspace = open_workspace(lab)
    exercise = find(name, workspace.exercises)
    backup = reset_exercise(workspace, exercise)
    console = Console(emoji=False)
    if backup:
        told = say("lab_backup", workspace.language, file=escaped(backup))
        console.print(told, highlight=False)
    told = say("lab_fresh", workspace.language, file=escaped(workspace.file(exercise)))
    console.print(told, highlight=False)


@app.command(help_epilogue="Example: gradatim lab notebook 14")
def notebook(name: str | None = None, *, lab: Lab = None) -> None:
    """Write a notebook to work in: cells for your code, and one that checks them.

    Args:
        name: number or name of the exercise (default: the first that is not done)
        lab: your lab folder (default: the one you are in)
    """
    workspace = open_workspace(lab)
    path = write_notebook(workspace, _chosen(workspace, name))
    told = say("lab_written", workspace.language, file=escaped(path))
    Console(emoji=False).print(told, highlight=False)


for _command, _example in EXAMPLES.items():
    app.command(_command, help_epilogue=f"Example: gradatim lab {_example}")
