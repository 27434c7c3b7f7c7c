"""A page of docs/ as a notebook: its text, its lines of Python as cells, its live views as widgets.

    python -m gradatim.web.course.notebook FOLDER fr     all chapters, in French

What a page says its lines print stands below their cell, as if they had been run. Commands for the
terminal stay text: some of them take longer than a notebook should.
"""

import argparse
import base64
import mimetypes
import re
from collections.abc import Sequence
from doctest import DocTestParser, Example
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from gradatim.files import write_atomically
from gradatim.labs.notebook import install_source, nbformat
from gradatim.views import VIEWS
from gradatim.web.course.documents import FOLDER, Document, chapters, read
from gradatim.web.course.markdown import COMMENT

Cell: TypeAlias = dict[str, Any]
VIEW = re.compile(r'^\[([^\]]+)\]\([^)\s]*src/gradatim/views/(\w+)(?: "([^"]*)")?\)$', re.MULTILINE)
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!attachment:)([^)\s]+)(?: \"[^\"]*\")?\)")
LOAD = {
    "en": "Run the next cell once: it installs Gradatim where it is missing.",
    "fr": "Exécutez la cellule suivante une fois : elle installe Gradatim s'il manque.",
}


def write_notebooks(folder: Path, language: str = "en") -> list[Path]:
    """Write a notebook for every chapter.

    Args:
        folder: made if it is not there; notebooks of the same names are replaced.
        language: en or fr.

    Raises:
        UserError: nbformat is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in chapters():
        paths.append(folder / f"{Path(name).name}.ipynb")
        write_atomically(paths[-1], nbformat().writes(notebook(read(name, language))) + "\n")
    return paths


def notebook(document: Document) -> Cell:
    """The notebook of a page, in nbformat's form."""
    cells = [
        nbformat().v4.new_markdown_cell(LOAD[document.language]),
        nbformat().v4.new_code_cell(_install()),
    ]
    waiting: list[Example] = []
    for part in DocTestParser().parse(COMMENT.sub("", document.text)):
        if isinstance(part, Example):
            waiting.append(part)
            if part.want:
                cells.append(_code(waiting))
                waiting = []
        elif part.strip():
            cells += [_code(waiting)] if waiting else []
            waiting = []
            cells += _text(part, (FOLDER / document.path).parent)
    cells += [_code(waiting)] if waiting else []
    for i, cell in enumerate(cells):
        cell["id"] = f"{Path(document.name).name}-{i}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat().v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _install() -> str:
    wanted = install_source().replace("gradatim", "gradatim[notebook]", 1)
    return f'try:\n    import gradatim\nexcept ImportError:\n    %pip install -q "{wanted}"'


def _code(examples: list[Example]) -> Cell:
    """A cell of the lines up to one that prints; what it prints stands below."""
    want = examples[-1].want
    cell = nbformat().v4.new_code_cell("".join(example.source for example in examples).rstrip("\n"))
    if want:
        cell["outputs"] = [nbformat().v4.new_output("stream", name="stdout", text=want)]
    return cell


def _text(text: str, beside: Path) -> list[Cell]:
    """Cells of text, with a widget in the place of every live view.

    Args:
        text: Markdown.
        beside: the folder of its file, from which its links lead.
    """
    cells, end = [], 0
    for found in [*VIEW.finditer(text), None]:
        before = text[end : found.start() if found else None].strip("\n")
        if before.strip():
            cells.append(_markdown(before, beside))
        if found:
            end = found.end()
            caption, view, values = found.groups()
            cells.append(_markdown(f"**{caption}**", beside))
            settings = ", ".join(f"{k}={_value(v)}" for k, v in parse_qsl(values or ""))
            name = VIEWS[view]
            source = f"from gradatim.views import {name}\n\n{name}({settings})"
            cells.append(nbformat().v4.new_code_cell(source))
    return cells


def _value(written: str) -> str:
    """A value of an address as Python writes it."""
    try:
        return repr(int(written))
    except ValueError:
        try:
            return repr(float(written))
        except ValueError:
            return repr(written)


def _markdown(text: str, beside: Path) -> Cell:
    """A cell of text: images come with it, links lead to notebooks or become plain words."""
    images: dict[str, dict[str, str]] = {}

    def embedded(found: re.Match[str]) -> str:
        file = beside / found[2]
        kind = mimetypes.guess_type(file.name)[0] or "image/png"
        images[file.name] = {kind: base64.b64encode(file.read_bytes()).decode("ascii")}
        return f"![{found[1]}](attachment:{file.name})"

    cell = nbformat().v4.new_markdown_cell(LINK.sub(_led, IMAGE.sub(embedded, text)))
    if images:
        cell["attachments"] = images
    return cell


def _led(found: re.Match[str]) -> str:
    words, target = found[1], found[2]
    if "://" in target or target.startswith("#"):
        return found[0]
    name = Path(target.partition("#")[0]).stem
    is_chapter = name in {Path(chapter).name for chapter in chapters()}
    return f"[{words}]({name}.ipynb)" if is_chapter else words


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the chapters and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m gradatim.web.course.notebook", description="Write a notebook per chapter."
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("notebooks"))
    parser.add_argument("language", nargs="?", choices=[*LOAD], default="en")
    chosen = parser.parse_args(arguments)
    n = len(write_notebooks(chosen.folder, chosen.language))
    print(f"{n} notebooks in {chosen.folder}")


if __name__ == "__main__":
    main()
