"""The JavaScript of a view: which modules it is made of, and all of them joined into one.

Our page loads the modules as they stand; anywidget, in notebooks, takes a single one.
"""

import re
from functools import cache
from pathlib import Path

VIEW_FILES = Path(__file__).parents[1]  # a folder for each view
IMPORT = re.compile(r'^import [^;]*? from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(async |const|class|function))", re.MULTILINE)


@cache
def modules(view: str) -> tuple[str, ...]:
    """List the modules of a view, each after those that it imports.

    Args:
        view: its name, such as "convolution".

    Returns:
        Paths below the folder `views`, such as "kit/canvas/canvas.js"; the view's own is the last.
    """
    found: dict[Path, None] = {}  # keeps the order

    def visit(file: Path) -> None:
        for imported in IMPORT.findall(file.read_text(encoding="utf-8")):
            if (path := (file.parent / imported).resolve()) not in found:
                visit(path)
        found[file] = None

    visit((VIEW_FILES / view / "view.js").resolve())
    return tuple(file.relative_to(VIEW_FILES.resolve()).as_posix() for file in found)


def joined_module(view: str) -> str:
    """Join the modules of a view into one: all names share its scope, so they must differ.

    Args:
        view: its name, such as "convolution".
    """
    texts = [(VIEW_FILES / path).read_text(encoding="utf-8") for path in modules(view)]
    return "\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in texts)
