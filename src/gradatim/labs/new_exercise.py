"""The skeleton of an exercise for a set of one's own: it passes `gradatim lab verify` as it is."""

import re
from pathlib import Path

from gradatim.errors import UserError
from gradatim.files import write_atomically

FILES = {
    "exercise.toml": """chapter = "{chapter}"
minutes = 5
# seconds = 4          # of CPU time that one check may take
# forbidden = ["name"] # names that the task tells the learner to do without
# operations = ["*conv?d*"] # operations of PyTorch that no other name may lead to
""",
    "starter.py": '''"""{title}: read task.md, then replace each `raise`."""

from torch import Tensor


def row_sums(x: Tensor) -> Tensor:
    """(B, D) -> (B,)"""
    raise NotImplementedError
''',
    "solution.py": """from torch import Tensor


def row_sums(x: Tensor) -> Tensor:
    return x.sum(dim=1)
""",
    "check.py": '''"""{title}."""

import torch

from gradatim.labs.grading.spec import Check, whole


def matrices(generator):
    """Inputs from small to large: the first that fails is shown."""
    yield (torch.tensor([[1.0, 2.0]]),)
    for B, D in ((2, 3), (3, 2)):
        yield (whole(generator, B, D),)


CHECKS = [
    # `expected` is another way to the right answer; where many are right, `judge` decides.
    Check(name="row_sums", inputs=matrices, expected=lambda x: torch.stack([r.sum() for r in x])),
]
''',
    "mistakes/sums_columns.py": '''"""{mistake}"""


def row_sums(x):
    return x.sum(dim=0)
''',
    "task.{language}.md": "{task}",
    "hints.{language}.md": "{hints}",
}
TEXTS = {
    "en": {
        "mistake": "the sum runs over the batch, not over the columns of a row.",
        "task": """# {title}

Write `row_sums(x)`: for a matrix `x` of shape `(B, D)` the sum of each row, of shape `(B,)`.
Replace this text by your own task: what to write, the shapes, and what is forbidden.
""",
        "hints": """## 1

Which axis disappears?

## 2

`x.sum(dim=...)`

## After

Why it works, and one thing to try.
""",
    },
    "fr": {
        "mistake": "fr: la somme porte sur le lot, pas sur les colonnes d'une ligne.",
        "task": """# {title}

Écrivez `row_sums(x)` : pour une matrice `x` de forme `(B, D)`, la somme de chaque ligne, de forme
`(B,)`. Remplacez ce texte par votre consigne : quoi écrire, les formes, ce qui est interdit.
""",
        "hints": """## 1

Quel axe disparaît ?

## 2

`x.sum(dim=...)`

## After

Pourquoi cela marche, et une chose à essayer.
""",
    },
}


def new_exercise(name: str, folder: Path, language: str) -> Path:
    """Write the skeleton and give its folder.

    Args:
        name: of the exercise, with its number: 01-row-sums.
        folder: the set, made where it is missing.
        language: of its texts, en or fr; another one can be added beside.

    Raises:
        UserError: the name is none, or there is such an exercise.
    """
    if not re.fullmatch(r"\d+[a-z]?-[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise UserError(
            f"An exercise cannot be called {name!r}: a number and words are needed, as in "
            "01-row-sums."
        )
    if language not in TEXTS:
        raise UserError(f"There is no language {language!r}; allowed: {', '.join(TEXTS)}.")
    path = folder / name
    if path.exists():
        raise UserError(f"{path} exists already; give another name.")
    title = name.partition("-")[2].replace("-", " ").capitalize()
    texts = {key: text.format(title=title) for key, text in TEXTS[language].items()}
    # Resolved, or a set in the current folder, `.`, would have no name.
    fields = {"title": title, "chapter": folder.resolve().name, "language": language, **texts}
    for file, text in FILES.items():
        write_atomically(path / file.format(**fields), text.format(**fields))
    return path
