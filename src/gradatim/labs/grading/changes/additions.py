"""What a learner's code may lack: small additions and moves that could make it right.

The counterpart of small_changes.py, which takes away or exchanges; see repairs.py for the use.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gradatim.labs.grading.changes.expressions import REDUCTIONS, attributes, code_of, name_of
from gradatim.labs.grading.changes.small_changes import Site, line_of, setter

MOVES = ("outside_loop", "inside_loop", "outside_block", "inside_block", "lines_exchanged")
EXPRESSIONS = ("sign_added", "keyword_added", "call_added", "part_added", "other_name")
METHODS = ("item", "float", "clone", "detach", "abs", "log", "exp", "sqrt", "mean", "sum", "relu")
ATTRIBUTES = ("T", "mT", "indices")
KEYWORDS = ("keepdim=True", "unbiased=False", "dim=0", "dim=1", "dim=-1")
BITWISE = (ast.BitAnd, ast.BitOr, ast.BitXor)
OF_PYTHON = (ast.In, ast.NotIn, ast.Is, ast.IsNot)  # comparisons that give no tensor
OF_MASKS = ("any", "all", "sum", "float", "long", "int", "nonzero", "unsqueeze", "expand")
BLOCKS = (ast.For, ast.While, ast.If, ast.With)
MAX_MOVED = 3  # lines whose indentation is wrong together


def sites(node: ast.AST, definition: ast.AST) -> Iterator[Site]:
    """The additions to the direct children of a node, and lines of another indentation."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "bases", "func", "slice"):
            continue
        if isinstance(value, ast.expr):
            for new, key, words in _additions(value, definition):
                if not _is_out_of_place(words.get("sign", ""), value, node, field):
                    yield (*setter(node, field, new, value), key, words)
        elif field == "elts" and isinstance(getattr(node, "ctx", None), ast.Store):
            yield from _targets(node, field, value)
        elif isinstance(value, list) and value:
            for i, item in enumerate(value):
                if isinstance(item, ast.expr):
                    for new, key, words in _additions(item, definition):
                        if _is_out_of_place(words.get("sign", ""), item, node, field):
                            continue
                        changed = [*value[:i], new, *value[i + 1 :]]
                        yield (*setter(node, field, changed, value), key, words)
            if isinstance(value[0], ast.stmt):
                for changed, key, words in _moves(value):
                    yield (*setter(node, field, changed, value), key, words)


def _targets(node: ast.AST, field: str, items: list[ast.expr]) -> Iterator[Site]:
    """Two names on the left of one assignment exchanged: `h, w = x.shape`."""
    for i in range(len(items) - 1):
        changed = [*items[:i], items[i + 1], items[i], *items[i + 2 :]]
        words = {"a": ast.unparse(items[i]), "b": ast.unparse(items[i + 1])}
        yield (*setter(node, field, changed, items), "targets_exchanged", words)


def _is_out_of_place(sign: str, value: ast.expr, node: ast.AST, field: str) -> bool:
    """Whether a `~` or `not` before one child of a node is right at most by chance."""
    if sign == "not" and isinstance(value, (ast.Name, ast.Attribute)):
        return not (field == "test" or isinstance(node, (ast.BoolOp, ast.Return)))
    return sign == "~" and _calculates(node)


def _calculates(node: ast.AST) -> bool:
    """Whether a mask has no place in an operation: `~` makes another number of a whole one."""
    if isinstance(node, ast.Attribute):
        return node.attr not in OF_MASKS
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Sub))


def _can_be_asked(node: ast.expr) -> bool:
    """Whether it can be a condition: `not` before a number makes one of another kind by chance."""
    if isinstance(node, ast.Call):
        return name_of(node.func) in ("isinstance", "any", "all", "equal", "is_available")
    return isinstance(node, (ast.Compare, ast.BoolOp, ast.Name, ast.Attribute))


def _additions(node: ast.expr, definition: ast.AST) -> Iterator[tuple[ast.expr, str, dict]]:
    """Other expressions in the place of one, each with something more."""
    if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)) or isinstance(
        node, (ast.Constant, ast.Starred, ast.Tuple, ast.List, ast.GeneratorExp, ast.Lambda)
    ):
        return
    code = code_of(node, definition)
    for sign, operator in (("-", ast.USub()), ("~", ast.Invert()), ("not ", ast.Not())):
        if sign == "~" and isinstance(node, ast.Compare) and isinstance(node.ops[0], OF_PYTHON):
            continue  # ~True is -2, which counts as true
        if sign == "~" and isinstance(node, ast.BinOp) and not isinstance(node.op, BITWISE):
            continue  # ~n is -n - 1, right by chance where an index counts from the end
        if not isinstance(node, ast.UnaryOp) and (sign != "not " or _can_be_asked(node)):
            yield ast.UnaryOp(operator, node), "sign_added", {"sign": sign.strip(), "code": code}
    if isinstance(node, ast.Call):
        yield from _keywords(node)
    if isinstance(node, ast.Call) and name_of(node.func) == "squeeze" and not node.args:
        for axis in ("0", "1", "2", "-1"):
            number = ast.parse(axis, mode="eval").body
            yield ast.Call(node.func, [number], []), "axis_given", {"axis": axis}
    yield from _own_modules(node, code, definition)
    if isinstance(node, ast.Name):
        for name in sorted(_locals(definition, node) - {node.id, "self"}):
            yield ast.Name(name, ast.Load()), "other_name", {"old": node.id, "new": name}
    yield from _indices(node, code)
    if isinstance(node, ast.BoolOp | ast.Compare):
        return
    if isinstance(node, ast.BinOp | ast.UnaryOp | ast.IfExp):
        code = f"({code})"  # a call after it counts for all of it
    for name in ATTRIBUTES:
        yield (
            ast.Attribute(node, name, ast.Load()),
            "call_added",
            {"call": f".{name}", "code": code},
        )
    for name in METHODS:
        call = ast.Call(ast.Attribute(node, name, ast.Load()), [], [])
        yield call, "call_added", {"call": f".{name}()", "code": code}


def _own_modules(
    node: ast.expr, code: str, definition: ast.AST
) -> Iterator[tuple[ast.expr, str, dict]]:
    """A part of a class applied to a value that the learner has computed."""
    if isinstance(definition, ast.ClassDef) and isinstance(node, (ast.Name, ast.Call)):
        for name in sorted(attributes(definition)):
            part = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Load())
            words = {"call": f"self.{name}", "code": code}
            yield ast.Call(part, [node], []), "part_added", words


def _locals(definition: ast.AST, node: ast.Name) -> set[str]:
    """The variables of the function around a name, none where the name is not one of them."""
    for function in ast.walk(definition):
        if isinstance(function, ast.FunctionDef) and any(n is node for n in ast.walk(function)):
            found = {argument.arg for argument in function.args.args}
            found |= {
                n.id
                for n in ast.walk(function)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            }
            return found if node.id in found else set()
    return set()


def _keywords(node: ast.Call) -> Iterator[tuple[ast.expr, str, dict]]:
    name = name_of(node.func)
    given = {keyword.arg for keyword in node.keywords}
    for text in KEYWORDS:
        word, _, value = text.partition("=")
        if name in REDUCTIONS and word not in given:
            keyword = ast.keyword(word, ast.parse(value, mode="eval").body)
            words = {"code": text, "function": name}
            yield ast.Call(node.func, node.args, [*node.keywords, keyword]), "keyword_added", words


def _indices(node: ast.expr, code: str) -> Iterator[tuple[ast.expr, str, dict]]:
    for index in ("[:, None]", "[0]", "[-1]"):
        new: Any = ast.parse(f"x{index}", mode="eval").body
        new.value = node
        yield new, "call_added", {"call": index, "code": code}


def _moves(items: list[ast.stmt]) -> Iterator[tuple[list[ast.stmt], str, dict[str, Any]]]:
    """The last lines of a block behind it, and the lines behind a block at its end."""
    for i, block in enumerate(items):
        if not isinstance(block, BLOCKS):
            continue
        key = "loop" if isinstance(block, (ast.For, ast.While)) else "block"
        for n in range(1, min(MAX_MOVED, len(block.body) - 1) + 1):
            moved = block.body[-n:]
            inner = _with_body(block, block.body[:-n])
            words: dict[str, Any] = {"code": line_of(moved[0]), "line": moved[0].lineno}
            yield [*items[:i], inner, *moved, *items[i + 1 :]], f"outside_{key}", words
        for n in range(1, min(MAX_MOVED, len(items) - i - 1) + 1):
            moved = items[i + 1 : i + 1 + n]
            inner = _with_body(block, [*block.body, *moved])
            words = {"code": line_of(moved[0]), "line": moved[0].lineno}
            yield [*items[:i], inner, *items[i + 1 + n :]], f"inside_{key}", words


def _with_body(block: Any, body: list[ast.stmt]) -> Any:
    fields = {name: value for name, value in ast.iter_fields(block) if name != "body"}
    return type(block)(**fields, body=body)
