"""Every small change to a solution: a sign, an axis, a call left out, two lines exchanged.

Two uses: the checker compares a learner's outcome with that of each changed solution, so that a
mistake has a name even where nobody stored it; and the tests demand that a check refuses every
change that changes the meaning.
"""

import __future__

import ast
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from gradatim.labs.grading.changes.expressions import (
    OTHER_OPERATORS,
    SIGNS,
    code_of,
    expressions,
    name_of,
)

Site = tuple[Callable[[], None], Callable[[], None], str, dict[str, Any]]  # do, undo, key, words
Sites = Callable[[ast.AST, ast.AST], Iterator[Site]]


@dataclass(frozen=True)
class Change:
    """The solution with one change: a key of CHANGES, the words of its sentence, its code.

    The code is compiled statement by statement, so that only the changed one is compiled again.
    """

    key: str
    words: dict[str, Any]
    code: tuple[CodeType, ...]
    line: int
    places: int = 1  # where the same change is made at once


def changes(
    source: str, name: str, sites: Sites | None = None, without: Collection[str] = ()
) -> Iterator[Change]:
    """Every change to the function or class `name` of a source text, and to what it calls.

    Args:
        source: the solution, or the learner's file.
        name: of a top-level function or class.
        sites: gives the changes to the direct children of a node; default: those of this file.
        without: keys of changes that are left out.
    """
    tree = ast.parse(source)
    later = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
    flags = __future__.annotations.compiler_flag if later else 0
    parts = [_compiled(statement, flags) for statement in tree.body]
    for definition in reached(tree, name):
        place = tree.body.index(definition)
        for node in _code_nodes(definition):
            for do, undo, key, words in (sites or _sites)(node, definition):
                if key in without:
                    continue
                do()
                try:
                    ast.fix_missing_locations(node)
                    part = _compiled(definition, flags)
                except (SyntaxError, ValueError, TypeError):
                    continue
                finally:
                    undo()
                words = dict(words)
                line = words.pop("line", None) or _line_number(node)
                yield Change(key, words, (*parts[:place], part, *parts[place + 1 :]), line)


def repeated_changes(source: str, name: str) -> Iterator[Change]:
    """One change wherever a definition has the same: a slip made twice."""
    tree = ast.parse(source)
    parts = [_compiled(statement, 0) for statement in tree.body]
    for definition in reached(tree, name):
        place = tree.body.index(definition)
        alike: dict[str, list[tuple[ast.AST, Site]]] = {}
        for node in _code_nodes(definition):
            for site in _sites(node, definition):
                alike.setdefault(f"{site[2]} {site[3]}", []).append((node, site))
        for group in alike.values():
            # Two changes to one node would undo each other.
            if len({id(node) for node, _ in group}) < len(group) or len(group) < 2:
                continue
            for node, (do, *_) in group:
                do()
                ast.fix_missing_locations(node)
            try:
                part = _compiled(definition, 0)
            except (SyntaxError, ValueError, TypeError):
                continue
            finally:
                for _, (_, undo, *_) in reversed(group):
                    undo()
            node, (_, _, key, words) = group[0]
            line = words.pop("line", None) or _line_number(node)
            code = (*parts[:place], part, *parts[place + 1 :])
            yield Change(key, words, code, line, len(group))


def _compiled(statement: ast.stmt, flags: int) -> CodeType:
    return compile(ast.Module([statement], []), "<change>", "exec", flags)


def _line_number(node: ast.AST) -> int:
    """The line of a node, or of the first part of it that has one."""
    return next((n.lineno for n in ast.walk(node) if hasattr(n, "lineno")), 0)


def _code_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it but types, which change nothing."""
    yield node
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code_nodes(child)


def reached(tree: ast.Module, name: str) -> list[ast.stmt]:
    """The definition of a name, then the top-level definitions that it uses."""
    own = {
        node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    found: list[ast.stmt] = []
    todo = [name]
    while todo:
        definition = own.pop(todo.pop(0), None)
        if definition is not None:
            found.append(definition)
            todo += [node.id for node in ast.walk(definition) if isinstance(node, ast.Name)]
    return found


def text_of(source: str, name: str) -> str:
    """The text of the function or class `name`, and of what it calls."""
    return "\n".join(map(ast.unparse, reached(ast.parse(source), name)))


def has_loop(source: str, name: str) -> bool:
    """Whether the function or class `name`, or what it calls, loops."""
    loops = (ast.For, ast.While, ast.comprehension)
    parts = reached(ast.parse(source), name)
    return any(isinstance(node, loops) for part in parts for node in ast.walk(part))


def _sites(node: ast.AST, definition: ast.AST) -> Iterator[Site]:
    """The changes to the direct children of a node."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "bases"):
            continue
        if isinstance(value, ast.expr):
            if isinstance(getattr(value, "ctx", None), (ast.Store, ast.Del)):
                continue
            for new, key, words in expressions(value, node, field, definition):
                yield (*setter(node, field, new, value), key, words)
        if isinstance(value, list):
            yield from _list_sites(node, field, value, definition)


def setter(node: ast.AST, field: str, new: Any, old: Any) -> tuple[Callable, Callable]:
    return lambda: setattr(node, field, new), lambda: setattr(node, field, old)


def _list_sites(node: ast.AST, field: str, items: list, definition: ast.AST) -> Iterator[Site]:
    for i, item in enumerate(items):
        if isinstance(item, ast.expr) and not isinstance(
            getattr(item, "ctx", None), (ast.Store, ast.Del)
        ):
            for new, key, words in expressions(item, node, field, definition):
                changed = [*items[:i], new, *items[i + 1 :]]
                yield (*setter(node, field, changed, items), key, words)
    if field in ("body", "orelse") and items and isinstance(items[0], ast.stmt):
        for changed, key, words in _statements(items):
            kept = changed or [ast.Pass()]
            line = next((n.lineno for n in items if n not in kept), None)
            yield (*setter(node, field, kept, items), key, {**words, "line": line})
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(items) > 1:
        for i in range(len(items) - 1):
            changed = [*items[:i], items[i + 1], items[i], *items[i + 2 :]]
            yield (*setter(node, field, changed, items), "parts_exchanged", {"a": i, "b": i + 1})
    if isinstance(node, ast.Call) and field == "args" and len(items) > 1:
        for i in range(len(items) - 1):
            changed = [*items[:i], items[i + 1], items[i], *items[i + 2 :]]
            words = {"a": code_of(items[i], definition), "b": code_of(items[i + 1], definition)}
            yield (*setter(node, field, changed, items), "arguments_exchanged", words)
    if isinstance(node, ast.comprehension) and field == "ifs":
        for i, item in enumerate(items):
            changed = [*items[:i], *items[i + 1 :]]
            words = {"condition": f"if {ast.unparse(item)}"}
            yield (*setter(node, field, changed, items), "case_ignored", words)
    if isinstance(node, ast.Call) and field == "keywords":
        for i, item in enumerate(items):
            if item.arg:
                changed = [*items[:i], *items[i + 1 :]]
                words = {"code": ast.unparse(item), "function": name_of(node.func)}
                yield (*setter(node, field, changed, items), "keyword_missing", words)


def _statements(items: list[ast.stmt]) -> Iterator[tuple[list[ast.stmt], str, dict[str, str]]]:
    """Other statements in the place of a block."""
    for i, item in enumerate(items):
        before, after = items[:i], items[i + 1 :]
        code = line_of(item)
        match item:
            case ast.Expr(value=ast.Call()):
                yield [*before, *after], "line_missing", {"code": code}
            case ast.AugAssign():
                yield [*before, *after], "line_missing", {"code": code}
                load = ast.parse(ast.unparse(item.target), mode="eval").body
                for other in OTHER_OPERATORS.get(type(item.op), ()):
                    new = ast.AugAssign(item.target, other(), item.value)
                    words = {"old": f"{SIGNS[type(item.op)]}=", "new": f"{SIGNS[other]}="}
                    yield [*before, new, *after], "other_operator", words
                assign = ast.Assign([item.target], item.value)
                yield [*before, assign, *after], "overwritten", {"code": ast.unparse(load)}
            case ast.Assign(targets=[ast.Name(id=name)]) if _uses(item.value, name):
                yield [*before, *after], "line_missing", {"code": code}
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
                yield [*before, *after], "line_missing", {"code": code}
            case ast.If():
                condition = ast.unparse(item.test)
                yield [*before, *item.body, *after], "condition_ignored", {"code": condition}
                yield [*before, *item.orelse, *after], "branch_missing", {"code": condition}
            case ast.With():
                words = {"code": ast.unparse(item.items[0])}
                yield [*before, *item.body, *after], "with_missing", words
            case ast.For():
                yield from _loops(item, before, after)
        pair = items[i : i + 2]
        if len(pair) == 2 and not any(isinstance(line, ast.Return) for line in pair):
            changed = [*before, *pair[::-1], *items[i + 2 :]]
            yield changed, "lines_exchanged", {"a": code, "b": line_of(pair[1])}


def _loops(item: ast.For, before: list[ast.stmt], after: list[ast.stmt]) -> Iterator:
    if len(item.body) > 1:  # lines at the end of a loop that belong behind it, and the reverse
        loop = ast.For(item.target, item.iter, item.body[:-1], [])
        words = {"code": line_of(item.body[-1])}
        yield [*before, loop, item.body[-1], *after], "outside_loop", words
        loop = ast.For(item.target, item.iter, item.body[1:], [])
        words = {"code": line_of(item.body[0])}
        yield [*before, item.body[0], loop, *after], "outside_loop", words
    if before:
        loop = ast.For(item.target, item.iter, [before[-1], *item.body], [])
        words = {"code": line_of(before[-1])}
        yield [*before[:-1], loop, *after], "inside_loop", words
    if after:
        loop = ast.For(item.target, item.iter, [*item.body, after[0]], [])
        yield [*before, loop, *after], "inside_loop", {"code": line_of(after[0])}


def _uses(node: ast.AST, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))


def line_of(node: ast.stmt) -> str:
    text = ast.unparse(node).partition("\n")[0]
    return text if len(text) <= 60 else text[:57] + "..."
