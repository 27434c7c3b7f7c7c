"""Which of several stored mistakes a learner's text shows, where their values tell too little.

Each is known by what its function calls beyond the right one, and by where it puts a tiny number,
which a learner writes to avoid log 0: `+ 1e-8` and `clamp(1e-8)` are two mistakes.
"""

import ast
from collections.abc import Collection, Sequence

from gradatim.labs.grading.changes.changed_code import Stored

TINY = 1e-4
TINY_NUMBER = "tiny"  # the mark of one at any place


def shown_by_text(
    source: str, name: str, mistakes: Sequence[Stored], solution: str
) -> list[Stored]:
    """Those that have all marks that stand in the text, and no others; of other marks each has one.

    Args:
        source: the learner's text.
        name: of the function that is wrong.
        mistakes: of which each might be the learner's.
        solution: the right text.

    Returns:
        Some of the mistakes; none where the text does not decide.
    """
    right = marks(ast.parse(solution), name)
    mistakes = possible_by_text(source, name, mistakes)
    own = [marks(mistake.tree, name) - right for mistake in mistakes]
    written = marks(ast.parse(source), name) & frozenset().union(*own)
    pairs = zip(mistakes, own, strict=True)
    return [mistake for mistake, found in pairs if found and found == written]


def possible_by_text(source: str, name: str, mistakes: Sequence[Stored]) -> list[Stored]:
    """Those without a tiny number, or all where the text has one, or is not given."""
    if not source:
        return list(mistakes)
    written = marks(ast.parse(source), name)
    return [one for one in mistakes if TINY_NUMBER not in marks(one.tree, name) - written]


def marks(tree: ast.Module, name: str) -> frozenset[str]:
    """What the last function `name` of a text calls, and where its tiny numbers stand."""
    functions = [node for node in tree.body if getattr(node, "name", "") == name]
    names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_tiny(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for node in ast.walk(functions[-1]) if functions else ():
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            found |= {called} | {f"{called}(tiny)" for value in values if _is_tiny(value, names)}
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            found |= {"+ tiny" for side in (node.left, node.right) if _is_tiny(side, names)}
        elif _is_tiny(node, names):
            found.add(TINY_NUMBER)
    return frozenset(found)


def _is_tiny(node: ast.AST, names: Collection[str] = ()) -> bool:
    """Whether it is such a number or the name of one, or 1 minus it."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        node = node.right
    if isinstance(node, ast.Name):
        return node.id in names
    value = getattr(node, "value", None)
    return isinstance(node, ast.Constant) and isinstance(value, float) and 0 < value < TINY
