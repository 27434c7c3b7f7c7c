"""Join two changed versions of one piece of code: a merge of syntax trees, three ways.

What neither version changes stays, what one changes is changed, and where both change the same
place in two ways nothing can be joined. So two mistakes become code that makes both.
"""

import ast
import copy
from difflib import SequenceMatcher
from typing import Any, TypeGuard

Edit = tuple[int, int, list[ast.AST]]  # where in the first list, and what comes there


def laid_over(solution: ast.Module, one: ast.Module, other: ast.Module) -> list[ast.Module] | None:
    """Modules to run after the solution so that it makes both mistakes, None where none does.

    Args:
        solution: the code that both mistakes are laid over.
        one: a mistake, which may call what it replaces: then it needs no merge, only to come last.
        other: the second mistake.
    """
    before = {node.name: node for node in other.body if _is_definition(node)}
    right = {node.name: node for node in solution.body if _is_definition(node)}
    body: list[ast.stmt] = []
    for node in one.body:
        if not _is_definition(node) or node.name not in before or _keeps_old(one, node.name):
            body.append(node)
            continue
        joined = _definition(right.get(node.name), before[node.name], node)
        if joined is None:
            return None
        body.append(joined)
    return [other, ast.fix_missing_locations(ast.Module(body, type_ignores=[]))]


def _is_definition(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.ClassDef]:
    return isinstance(node, (ast.FunctionDef, ast.ClassDef))


def _keeps_old(module: ast.Module, name: str) -> bool:
    """Whether a module gives the old function another name, to call it: `_right = f`."""
    return any(
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == name
        for node in module.body
    )


def _definition(right: Any, first: Any, second: Any) -> ast.stmt | None:
    if isinstance(second, ast.ClassDef) and isinstance(right, ast.ClassDef):
        return _class(right, first, second)
    return merged(right, first, second) if right is not None else None


def _class(right: ast.ClassDef, first: ast.ClassDef, second: ast.ClassDef) -> ast.stmt | None:
    """A class that inherits the first mistake's, with the methods of the second one."""
    if not any(isinstance(base, ast.Name) and base.id == second.name for base in second.bases):
        return merged(right, first, second)
    mine = {node.name: node for node in right.body if isinstance(node, ast.FunctionDef)}
    theirs = {node.name: node for node in first.body if isinstance(node, ast.FunctionDef)}
    body: list[ast.stmt] = []
    for node in second.body:
        if isinstance(node, ast.FunctionDef) and node.name in theirs and not _calls_super(node):
            joined = merged(mine.get(node.name), theirs[node.name], node)
            if joined is None:
                return None
            node = joined
        body.append(node)
    joined_class = copy.copy(second)
    joined_class.body = body
    return joined_class


def _calls_super(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Name) and n.id == "super" for n in ast.walk(node))


def merged(base: Any, one: Any, other: Any) -> Any:
    """The three-way merge of syntax trees, None where both change the same place."""
    if base is None:
        return None
    first, second, third = map(_text, (base, one, other))
    if first == second or second == third:
        return other
    if first == third:
        return one
    if not type(base) is type(one) is type(other) or not isinstance(base, ast.AST):
        return None
    fields = {}
    for name, value in ast.iter_fields(base):
        mine, theirs = getattr(one, name, None), getattr(other, name, None)
        if isinstance(value, list) and isinstance(mine, list) and isinstance(theirs, list):
            found = _lists(value, mine, theirs)
        else:
            found = _fields(value, mine, theirs)
        if found is CONFLICT:
            return None
        fields[name] = found
    return type(base)(**fields)


CONFLICT: Any = object()


def _fields(base: Any, one: Any, other: Any) -> Any:
    """A field that may be None, as a return type that is not written."""
    first, second, third = map(_text, (base, one, other))
    if second == third or first == second:
        return other
    if first == third:
        return one
    found = merged(base, one, other)
    return CONFLICT if found is None else found


def _lists(base: list, one: list, other: list) -> Any:
    if len(base) == len(one) == len(other):
        found = [_fields(*items) for items in zip(base, one, other, strict=True)]
        if not any(item is CONFLICT for item in found):
            return found
    edits = {
        (a, b, _text(new)): (a, b, new) for a, b, new in _edits(base, one) + _edits(base, other)
    }
    found, place = [], 0
    for start, stop, new in sorted(edits.values(), key=lambda edit: edit[:2]):
        if start < place:
            return CONFLICT
        found += [*base[place:start], *new]
        place = max(stop, start)
    return [*found, *base[place:]]


def _edits(base: list, changed: list) -> list[Edit]:
    matcher = SequenceMatcher(None, [*map(_text, base)], [*map(_text, changed)], autojunk=False)
    return [(a, b, changed[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _text(node: Any) -> str:
    """What a node holds, kept at the node: a merge asks for it at every depth."""
    if isinstance(node, list):
        return " ".join(map(_text, node))
    if not isinstance(node, ast.AST):
        return repr(node)
    if not hasattr(node, "content"):
        node.content = ast.dump(node)  # type: ignore[attr-defined]
    return node.content  # type: ignore[attr-defined]
