"""A notebook whose cells hold the code, and the `%check` that runs what they define.

    %load_ext gradatim.labs.notebook
    %check 02-masks

`%check` takes imports, functions, classes and constants from the cells that were run, the latest of
each name, and checks them as a file. Where the notebook stands beside the learner's file, it writes
them there as well, so that the lab's list and report know of it.
"""

import ast
import contextlib
import json
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from rich.console import Console

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.labs.check import check_source
from gradatim.labs.exercise import Exercise, exercises, find
from gradatim.labs.grading.messages import say
from gradatim.labs.terminal import show_answer
from gradatim.labs.workspace import Workspace, open_workspace

WRITTEN = "# Written by %check from a notebook: change its cells, not this file.\n"
WORDS = {
    "en": (
        "Run the next cell once: it loads the checker, and installs it where it is missing.",
        "Write here, then run the cell.",
        "Run this cell to check what the cells above define.",
        "Try it yourself: call your functions on inputs of your own.",
    ),
    "fr": (
        "Exécutez la cellule suivante une fois : elle charge le correcteur, et l'installe s'il "
        "manque.",
        "Écrivez ici, puis exécutez la cellule.",
        "Exécutez cette cellule pour vérifier ce que les cellules ci-dessus définissent.",
        "À vous : appelez vos fonctions sur vos propres données.",
    ),
}


NO_CELLS = {
    "en": "No cell that was run defines a function: run the cell with your code first.",
    "fr": "Aucune cellule exécutée ne définit de fonction : exécutez d'abord celle de votre code.",
}


def nbformat() -> Any:
    """The library that knows the form of notebooks.

    Raises:
        UserError: it is not installed.
    """
    try:
        return import_module("nbformat")  # an optional extra
    except ImportError:
        raise UserError(
            "Writing notebooks needs nbformat: pip install 'gradatim[notebook]'."
        ) from None


def write_notebook(workspace: Workspace, exercise: Exercise) -> Path:
    """Write NAME.ipynb beside the learner's file; a notebook that exists is left alone.

    Returns:
        The notebook's path; `NAME-2.ipynb` and so on where the name is taken.

    Raises:
        UserError: nbformat is not installed.
    """
    v4 = nbformat().v4
    file = workspace.file(exercise)
    code = file.read_text("utf-8") if file.is_file() else exercise.starter
    load, write, check, try_it = WORDS[workspace.language]
    cells = [
        v4.new_markdown_cell(exercise.text("task", workspace.language)),
        v4.new_markdown_cell(load),
        v4.new_code_cell(_install()),
        v4.new_markdown_cell(write),
        v4.new_code_cell(code.rstrip()),
        v4.new_markdown_cell(check),
        v4.new_code_cell(f"%check {exercise.name}"),
        v4.new_markdown_cell(try_it),
        v4.new_code_cell(""),
    ]
    for i, cell in enumerate(cells):
        cell["id"] = f"{exercise.module.replace('_', '-')[:40]}-{i}"
    book = v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    path, count = file.with_suffix(".ipynb"), 2
    while path.exists():
        path, count = file.with_name(f"{exercise.module}-{count}.ipynb"), count + 1
    write_atomically(path, nbformat().writes(book) + "\n")
    return path


def _install() -> str:
    """The cell that loads the checker; it installs what is installed here where that is missing."""
    return (
        "try:\n    import gradatim\nexcept ImportError:\n"
        f"    %pip install -q {json.dumps(install_source())}\n\n"
        "%load_ext gradatim.labs.notebook"
    )


def install_source() -> str:
    """What pip installs to get this Gradatim: as this one was installed (PEP 610)."""
    found = distribution("gradatim")
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    url = origin.get("url", "")
    if not url:
        return f"gradatim=={found.version}"
    if control := origin.get("vcs_info"):
        url = f"{control['vcs']}+{url}@{control['commit_id']}"
    return f"gradatim @ {url}"


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook `%check`: what `%load_ext gradatim.labs.notebook` calls."""

    def check(line: str) -> None:
        try:
            check_cells(line, shell.user_ns["In"], Console(emoji=False))
        except UserError as error:
            print(error)

    shell.register_magic_function(check, "line", "check")


def check_cells(name: str, cells: Iterable[str], console: Console) -> dict[str, Any]:
    """Check what the cells define, show the answer, and note it in the lab where there is one.

    Args:
        name: number or name of the exercise.
        cells: the source of the cells in the order in which they were run.
        console: where to show the answer.

    Raises:
        UserError: there is no such exercise, or the cells define nothing.
    """
    workspace = None
    with contextlib.suppress(UserError):
        workspace = open_workspace()
    exercise = find(name, workspace.exercises if workspace else exercises())
    language = workspace.language if workspace else "en"
    source = definitions(cells)
    if not _defined(source):
        raise UserError(NO_CELLS[language])
    answer = check_source(exercise, source.encode(), f"{exercise.module}.py", language)
    key, values = "next_read", {"path": "task.md"}
    if workspace:
        _write_file(workspace, exercise, source)
        workspace.record(exercise, answer["status"])
        key, values = workspace.next_step(exercise, answer["status"])
    show_answer(console, answer, say(key, language, **values), language)
    return answer


def _write_file(workspace: Workspace, exercise: Exercise, source: str) -> None:
    """Write the learner's file, unless it holds work of theirs, or more than the cells define.

    After a restart of the notebook, `%check` may come before the cells were run again.
    """
    file = workspace.file(exercise)
    before = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    if file.exists() and not file.is_file():  # a folder or device
        return
    ours = before in ("", exercise.starter) or before.startswith(WRITTEN)
    if ours and _defined(before) <= _defined(source):
        write_atomically(file, WRITTEN + source)


def _defined(source: str) -> set[str]:
    """The functions and classes of a text that Python can read."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return set()
    return {node.name for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def definitions(cells: Iterable[str]) -> str:
    """The source of what cells define: imports, then the latest of each function, class, constant.

    Trials are left out: a variable counts only where a function or class uses its name.
    """
    imports: dict[str, None] = {}  # as a set that has an order
    found: dict[str, tuple[ast.stmt, str]] = {}
    for cell in cells:
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError):
            continue  # IPython has shown it
        for node in tree.body:
            names: list[str] = []
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                imports[ast.unparse(node)] = None
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names = [node.name]
            elif isinstance(node, ast.Assign):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            for name in names:
                found.pop(name, None)  # the latest stands last
                found[name] = node, _lines(cell, node)
    kept = [node for node, _ in found.values() if not isinstance(node, ast.Assign)]
    used = {n.id for node in kept for n in ast.walk(node) if isinstance(n, ast.Name)}
    parts = [
        text
        for name, (node, text) in found.items()
        if not isinstance(node, ast.Assign) or name in used
    ]
    return "\n".join(imports) + "\n\n\n" + "\n\n\n".join(parts) + "\n"


def _lines(cell: str, node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(cell.splitlines()[first - 1 : node.end_lineno])
