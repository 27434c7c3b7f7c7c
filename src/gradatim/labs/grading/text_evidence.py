"""Which of several stored mistakes a learner's text shows, where their values tell too little.

Each is known by what its function calls beyond the right one, and by where it puts a tiny number,
which a learner writes to avoid log 0: `+ 1e-8` and `clamp(1e-8)` are two mistakes.
"""

import ast
from collections.abc import Sequence

from gradatim.labs.grading.changes.changed_code import Stored

TINY = 1e-4


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
    own = [marks(mistake.tree, name) - right for mistake in mistakes]
    written = marks(ast.parse(source), name) & frozenset().union(*own)
    pairs = zip(mistakes, own, strict=True)
    return [mistake for mistake, found in pairs if found and found == written]


def marks(tree: ast.Module, name: str) -> frozenset[str]:
    """What the last function `name` of a text calls, and where its tiny numbers stand."""
    functions = [node for node in tree.body if getattr(node, "name", "") == name]
    found: set[str] = set()
    for node in ast.walk(functions[-1]) if functions else ():
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            found |= {called} | {f"{called}(tiny)" for value in values if _is_tiny(value)}
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            found |= {"+ tiny" for side in (node.left, node.right) if _is_tiny(side)}
        elif _is_tiny(node):
            found.add("tiny")
    return frozenset(found)


def _is_tiny(node: ast.AST) -> bool:
    """Whether it is such a number, or 1 minus it."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        node = node.right
    value = getattr(node, "value", None)
    return isinstance(node, ast.Constant) and isinstance(value, float) and 0 < value < TINY
