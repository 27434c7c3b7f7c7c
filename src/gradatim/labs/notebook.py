"""A notebook that imports the learner's file and checks it, for Jupyter and Colab.

The code stays in the file: the notebook holds no solution, so nothing is lost with it.
"""

from pathlib import Path

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.labs.exercise import Exercise
from gradatim.labs.workspace import Workspace

WORDS = {
    "en": (
        "Your code lives in `{file}` beside this notebook. Edit it there (in Colab: double-click "
        "it in the file list); the cells below load it again every time.",
        "Try it yourself: call your functions on inputs of your own.",
        "Check it:",
    ),
    "fr": (
        "Votre code est dans `{file}`, à côté de ce carnet. Modifiez-le là (dans Colab : "
        "double-clic dans la liste des fichiers) ; les cellules ci-dessous le relisent.",
        "À vous : appelez vos fonctions sur vos propres données.",
        "Vérifiez :",
    ),
}


def write_notebook(workspace: Workspace, exercise: Exercise) -> Path:
    """Write NAME.ipynb beside the learner's file; a notebook that exists is left alone.

    Returns:
        The notebook's path; `NAME-2.ipynb` and so on where the name is taken.

    Raises:
        UserError: nbformat is not installed.
    """
    try:  # an optional extra
        from nbformat import v4, writes
    except ImportError as error:
        raise UserError(
            "Writing notebooks needs nbformat: pip install 'gradatim[notebook]'."
        ) from error
    file = workspace.file(exercise)
    where, try_it, check = WORDS[workspace.language]
    load = (
        f"import importlib, sys\n\nsys.path.insert(0, '.')\nimport {exercise.module}\n\n"
        f"importlib.reload({exercise.module})"
    )
    cells = [
        v4.new_markdown_cell(exercise.text("task", workspace.language)),
        v4.new_markdown_cell(where.format(file=file.name)),
        v4.new_code_cell("# Colab only:\n# %pip install -q gradatim"),
        v4.new_code_cell(load),
        v4.new_markdown_cell(try_it),
        v4.new_code_cell(
            f"import torch\n\n[name for name in dir({exercise.module}) if name[0] != '_']"
        ),
        v4.new_markdown_cell(check),
        v4.new_code_cell(f"!{{sys.executable}} -m gradatim lab check {exercise.name}"),
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
    write_atomically(path, writes(book) + "\n")
    return path
