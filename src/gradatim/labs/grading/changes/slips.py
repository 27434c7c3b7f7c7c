"""Slips that the text of a function shows by itself, whatever it computes.

A function that is not called, a result that is thrown away, a `return` in the first pass of a loop,
an argument that nothing uses: each is certain, and says what a value can only hint at.
"""

import ast
from collections.abc import Iterator

from gradatim.labs.grading.changes.small_changes import line_of, reached

Finding = tuple[str, dict[str, str]]  # its name, its sentence in English and in French
QUESTIONS = {  # methods that answer yes or no, if they are called
    *("is_available", "any", "all", "isnan", "isinf", "isfinite", "is_floating_point", "exists"),
    *("is_file", "is_contiguous", "dim", "numel", "item", "is_set"),
}
# Methods that change nothing in place: their result is all that they do.
PURE = {
    *("abs", "clamp", "clip", "clone", "detach", "div", "exp", "expand", "flatten", "flip", "log"),
    *("masked_fill", "mean", "mul", "permute", "pow", "relu", "repeat", "reshape", "roll"),
    *("sigmoid", "softmax", "sqrt", "squeeze", "sub", "sum", "tanh", "transpose", "unflatten"),
    *("unsqueeze", "view", "where", "scatter", "index_fill", "masked_scatter", "lower", "strip"),
}
WORDS: dict[str, tuple[str, str]] = {
    "not_called": (
        "Line {line}: `{code}` is not called; without () it is the function itself, which counts "
        "as true.",
        "Ligne {line} : `{code}` n'est pas appelée ; sans () c'est la fonction elle-même, qui "
        "compte comme vraie.",
    ),
    "does_nothing": (
        "Line {line}: `{code}` does nothing without ().",
        "Ligne {line} : `{code}` ne fait rien sans ().",
    ),
    "result_dropped": (
        "Line {line}: the result of `{code}` is thrown away; it changes nothing in place.",
        "Ligne {line} : le résultat de `{code}` est perdu ; rien n'est modifié en place.",
    ),
    "compared_only": (
        "Line {line}: `{code}` only compares; a single = assigns.",
        "Ligne {line} : `{code}` ne fait que comparer ; un seul = affecte.",
    ),
    "returns_in_loop": (
        "Line {line}: this `return` ends the loop in its first pass.",
        "Ligne {line} : ce `return` termine la boucle dès le premier tour.",
    ),
    "row_repeated": (
        "Line {line}: `{code}` holds one and the same list again and again, so a change of one row "
        "changes all; make a new list for each: `[... for _ in range(n)]`.",
        "Ligne {line} : `{code}` contient plusieurs fois une seule et même liste, donc changer une "
        "ligne les change toutes ; créez une liste pour chacune : `[... for _ in range(n)]`.",
    ),
    "part_unused": (
        "`self.{part}` is made in __init__ and used nowhere else.",
        "`self.{part}` est créé dans __init__ et n'est utilisé nulle part ailleurs.",
    ),
    "argument_unused": (
        "`{name}` never uses its argument `{argument}`.",
        "`{name}` n'utilise jamais son argument `{argument}`.",
    ),
}


def slip(source: str, name: str) -> Finding | None:
    """The first slip in the function or class `name`, or in what it calls; None without one."""
    tree = ast.parse(source)
    parts = reached(tree, name)
    found = (one for part in parts for node in ast.walk(part) for one in _of_node(node))
    return next(found, None)


def unused_argument(source: str, solution: str, name: str) -> Finding | None:
    """An argument that the learner's function never uses, though ours does."""
    mine, ours = (_function(text, name) for text in (source, solution))
    if mine is None or ours is None:
        return None
    needed = _used(ours)
    for argument in mine.args.args:
        if argument.arg != "self" and argument.arg in needed - _used(mine):
            return _finding("argument_unused", name=name, argument=argument.arg)
    return None


def unused_part(source: str, solution: str, name: str) -> Finding | None:
    """A part that the learner's class makes and never uses, though ours uses it."""
    mine, ours = (_parts(text, name) for text in (source, solution))
    unused = [part for part in mine[0] if part in ours[0] & ours[1] and part not in mine[1]]
    return _finding("part_unused", part=min(unused)) if unused else None


def _parts(source: str, name: str) -> tuple[set[str], set[str]]:
    """The attributes that __init__ of a class sets on self, and those that are read anywhere."""
    made: set[str] = set()
    read: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            for one in ast.walk(node):
                if isinstance(one, ast.Attribute) and getattr(one.value, "id", "") == "self":
                    (made if isinstance(one.ctx, ast.Store) else read).add(one.attr)
                elif isinstance(one, ast.Constant) and isinstance(one.value, str):
                    read.add(one.value)  # getattr(self, "norm2")
    return made, read


def _function(source: str, name: str) -> ast.FunctionDef | None:
    found = (n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
    return next((node for node in found if node.name == name), None)


def _used(function: ast.FunctionDef) -> set[str]:
    return {n.id for part in function.body for n in ast.walk(part) if isinstance(n, ast.Name)}


def _of_node(node: ast.AST) -> Iterator[Finding]:
    line = getattr(node, "lineno", 0)
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            for part in _conditions(test):
                if _is_question(part):
                    yield _finding("not_called", line=str(part.lineno), code=ast.unparse(part))
        case ast.Expr(value=ast.Attribute() as value):
            yield _finding("does_nothing", line=str(line), code=ast.unparse(value))
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method, value=base)) as value):
            module = isinstance(base, ast.Name) and base.id in ("torch", "F", "nn", "np", "self")
            if method in PURE and not module:
                yield _finding("result_dropped", line=str(line), code=line_of(ast.Expr(value)))
        case ast.BinOp(left=ast.List(elts=[inner]), op=ast.Mult()) if _is_list(inner):
            yield _finding("row_repeated", line=str(line), code=ast.unparse(node))
        case ast.Expr(value=ast.Compare(ops=[ast.Eq()]) as value):
            yield _finding("compared_only", line=str(line), code=ast.unparse(value))
        case ast.For(body=[*_, ast.Return() as last]) | ast.While(body=[*_, ast.Return() as last]):
            yield _finding("returns_in_loop", line=str(last.lineno))


def _is_list(node: ast.expr) -> bool:
    """Whether it is a list, or a list repeated."""
    return isinstance(node, (ast.List, ast.ListComp)) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and _is_list(node.left)
    )


def _is_question(part: ast.expr) -> bool:
    """Whether it names a function that answers yes or no; `self.any` may be a plain value."""
    own = isinstance(part, ast.Attribute) and getattr(part.value, "id", "") == "self"
    return isinstance(part, ast.Attribute) and part.attr in QUESTIONS and not own


def _conditions(test: ast.expr) -> Iterator[ast.expr]:
    """The parts of a condition that are joined by `and`, `or`, `not`."""
    match test:
        case ast.BoolOp(values=values):
            for value in values:
                yield from _conditions(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _conditions(operand)
        case _:
            yield test


def _finding(key: str, **words: str) -> Finding:
    english, french = WORDS[key]
    return key, {"en": english.format(**words), "fr": french.format(**words)}
