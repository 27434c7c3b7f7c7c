"""Whether a line stands in the learner's file where a changed solution has it.

A name that places a line, in a loop or before another, is wrong where the learner's tree says
otherwise, however well the numbers agree.
"""

import ast
from collections.abc import Iterator

from gradatim.labs.grading.changes.small_changes import Change, line_of, reached

LINES = {"outside_loop", "inside_loop", "lines_exchanged", "overwritten"}
LOOPS = (ast.For, ast.AsyncFor, ast.While)


def stands_so(change: Change, source: str, name: str, origin: str) -> bool:
    """Whether the lines of a change of a kind in LINES stand where it puts them.

    Args:
        change: the changed solution.
        source: the learner's text.
        name: the function or class that is judged.
        origin: the text that was changed.
    """
    mine = list(_placed(source, name))
    words = {key: str(word) for key, word in change.words.items()}
    if change.key == "overwritten":
        return any(_assigns(line, words["code"]) for line, _ in mine)
    if change.key == "lines_exchanged":
        first, second = ([line for line, _ in mine if line_of(line) == words[k]] for k in "ba")
        return any(one.lineno < other.lineno for one in first for other in second)
    own = [depth for line, depth in mine if line_of(line) == words["code"]]
    right = [depth for line, depth in _placed(origin, name) if line_of(line) == words["code"]]
    if not own or not right:
        return False
    return min(own) < max(right) if change.key == "outside_loop" else max(own) > min(right)


def _placed(source: str, name: str) -> Iterator[tuple[ast.stmt, int]]:
    """Each statement of a function or class, and of what it calls, with the loops around it."""
    for definition in reached(ast.parse(source), name):
        yield from _below(definition, 0)


def _below(node: ast.AST, depth: int) -> Iterator[tuple[ast.stmt, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child, depth
        yield from _below(child, depth + isinstance(child, LOOPS))


def _assigns(line: ast.stmt, target: str) -> bool:
    """Whether a line assigns a new value to a name or place."""
    targets = line.targets if isinstance(line, ast.Assign) else []
    return any(ast.unparse(one) == target for one in targets)
