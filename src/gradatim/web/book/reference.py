"""The reference: every public class and function of the package, from its docstring.

Files are read and not imported, so that optional packages need not be there.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from inspect import cleandoc
from pathlib import Path

from gradatim.web.course.markdown import PACKAGE

LEFT_OUT = ("labs/exercises", "cli", "__pycache__", "web/course/docs")
SECTION = re.compile(r"^(Args|Attributes|Returns|Yields|Raises):$")
ENTRY = re.compile(r"^ {4}(\*{0,2}[\w., *]+?): (.*)$")

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class ReferenceEntry:
    """A class or function: its name in its module, how it is called, its docstring."""

    name: str
    signature: str
    text: str
    line: int


@dataclass(frozen=True)
class Module:
    """A file with what it defines for others."""

    path: str  # below the package
    text: str
    entries: tuple[ReferenceEntry, ...]

    @property
    def name(self) -> str:
        """As it is imported."""
        return "gradatim." + self.path.removesuffix(".py").replace("/", ".")


def packages() -> dict[str, list[Module]]:
    """The modules of every package of the layout, by its name; single files are under ""."""
    found: dict[str, list[Module]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(PACKAGE).as_posix()
        if path.startswith(LEFT_OUT) or file.name.startswith("__"):
            continue
        package = path.partition("/")[0] if "/" in path else ""
        module = read_module(file, path)
        if module.entries:
            found.setdefault(package, []).append(module)
    return found


def read_module(file: Path, path: str) -> Module:
    """Read the public names of a file."""
    tree = ast.parse(file.read_text("utf-8"))
    return Module(path, ast.get_docstring(tree) or "", tuple(_entries(tree, "")))


def _entries(node: ast.Module | ast.ClassDef, before: str) -> Iterator[ReferenceEntry]:
    for item in node.body:
        if not isinstance(item, Definition) or item.name.startswith("_"):
            continue
        text = ast.get_docstring(item)
        if text:
            name = before + item.name
            yield ReferenceEntry(name, _signature(item, before), cleandoc(text), item.lineno)
        if isinstance(item, ast.ClassDef):
            yield from _entries(item, f"{before}{item.name}.")


def _signature(item: Definition, before: str) -> str:
    if not isinstance(item, ast.ClassDef):
        returns = f" → {ast.unparse(item.returns)}" if item.returns else ""
        return f"{before}{item.name}({ast.unparse(item.args)}){returns}"
    made = next((n for n in item.body if getattr(n, "name", "") == "__init__"), None)
    if isinstance(made, ast.FunctionDef):
        return f"class {item.name}({ast.unparse(made.args).removeprefix('self').lstrip(', ')})"
    fields = [
        ast.unparse(n.target)
        for n in item.body
        if isinstance(n, ast.AnnAssign) and "ClassVar" not in ast.unparse(n.annotation)
    ]
    return f"class {item.name}({', '.join(fields)})"


def docstring_html(text: str) -> str:
    """A docstring with its sections as lists."""
    parts: list[str] = []
    kept: list[str] = []
    section = ""

    def flush() -> None:
        if section and kept:
            parts.append(f"<h4>{section}</h4>{_section(kept)}")
        elif kept:
            paragraphs = "\n".join(kept).strip().split("\n\n")
            parts.extend(_paragraph(one) for one in paragraphs if one.strip())
        kept.clear()

    for line in text.splitlines():
        if found := SECTION.match(line):
            flush()
            section = found[1]
        elif section and line and not line.startswith(" "):
            flush()
            section = ""
            kept.append(line)
        else:
            kept.append(line)
    flush()
    return "".join(parts)


def _paragraph(text: str) -> str:
    if text.startswith("    "):
        return f'<pre tabindex="0">{escape(cleandoc(text))}</pre>'
    return f"<p>{_inline(text)}</p>"


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _section(lines: list[str]) -> str:
    """`name: what it is` as a list; a section without names as a paragraph."""
    items: list[tuple[str, str]] = []
    for line in lines:
        if found := ENTRY.match(line):
            items.append((found[1], found[2]))
        elif items:
            items[-1] = items[-1][0], f"{items[-1][1]} {line.strip()}".rstrip()
        elif line.strip():
            items.append(("", line.strip()))
    rows = "".join(
        f"<dt><code>{escape(name)}</code></dt><dd>{_inline(text)}</dd>"
        if name
        else f"<dd>{_inline(text)}</dd>"
        for name, text in items
    )
    return f"<dl>{rows}</dl>"


def module_html(module: Module, readable: bool) -> str:
    """The part of a page that is about one module.

    Args:
        module: what it says.
        readable: whether the book has a page with its code.
    """
    path = f"<code>{module.path}</code>"
    code = f'<a href="/read/{module.path}?lang=en">{path}</a>' if readable else path
    entries = "".join(
        f'<section class="entry" id="{module.name}.{entry.name}">'
        f"<h3><code>{escape(entry.signature)}</code></h3>{docstring_html(entry.text)}</section>"
        for entry in module.entries
    )
    return (
        f'<section><h2 id="{module.name}"><code>{module.name}</code></h2>'
        f"{docstring_html(module.text)}"
        f"<p>{code}</p>{entries}</section>"
    )
