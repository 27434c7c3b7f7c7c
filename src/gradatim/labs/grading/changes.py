"""Every small change to a solution: a sign, an axis, a call left out, two lines exchanged.

Two uses: the checker compares a learner's outcome with that of each changed solution, so that a
mistake has a name even where nobody stored it; and the tests demand that a check refuses every
change that changes the meaning.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any


Site = tuple[Callable[[], None], Callable[[], None], str, dict[str, str]]  # do, undo, key, words

AXIS_WORDS = {"dim", "axis", "start_dim"}
REDUCTIONS = {"sum", "mean", "max", "min", "amax", "amin", "argmax", "argmin", "softmax", "any",
              "log_softmax", "cumsum", "std", "var", "chunk", "flatten", "cat", "stack", "all"}
OTHER_FUNCTIONS = {
    "sum": ("mean", "amax", "prod"), "mean": ("sum",), "amax": ("amin", "mean"), "max": ("min",),
    "argmax": ("argmin",), "gelu": ("relu",), "relu": ("sigmoid", "gelu", "abs"), "log": ("log2",),
    "softmax": ("sigmoid", "log_softmax"), "cross_entropy": ("nll_loss",), "tril": ("triu",),
    "mse_loss": ("l1_loss",), "sigmoid": ("tanh",), "stack": ("cat",), "zeros": ("ones",),
    "ones": ("zeros",), "train": ("eval",), "eval": ("train",), "SGD": ("Adam",), "rand": ("randn",),
    "exp": ("log",), "transpose": ("reshape",), "zeros_like": ("ones_like",),
}  # fmt: skip
OTHER_OPERATORS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add,), ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,), ast.FloorDiv: (ast.Mod, ast.Div), ast.Mod: (ast.FloorDiv,),
    ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt), ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,), ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=",
    ast.BitAnd: "&", ast.BitOr: "|", ast.And: "and", ast.Or: "or",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """The solution with one change: a key of CHANGES, the words of its sentence, its code."""

    key: str
    words: dict[str, str]
    code: CodeType
    line: int


def changes(source: str, name: str) -> Iterator[Change]:
    """Every change to the function or class `name` of a solution, and to what it calls.

    Args:
        source: the solution.
        name: of a top-level function or class.
    """
    tree = ast.parse(source)
    for definition in _reached(tree, name):
        for node in ast.walk(definition):
            for do, undo, key, words in _sites(node, definition):
                do()
                try:
                    fresh = ast.fix_missing_locations(tree)
                    code = compile(fresh, "<change>", "exec")
                except (SyntaxError, ValueError, TypeError):
                    continue
                finally:
                    undo()
                yield Change(key, words, code, getattr(node, "lineno", 0))


def _reached(tree: ast.Module, name: str) -> list[ast.AST]:
    """The definition of a name, then the top-level definitions that it uses."""
    own = {
        node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    found: list[ast.AST] = []
    todo = [name]
    while todo:
        definition = own.pop(todo.pop(0), None)
        if definition is not None:
            found.append(definition)
            todo += [node.id for node in ast.walk(definition) if isinstance(node, ast.Name)]
    return found


def _sites(node: ast.AST, definition: ast.AST) -> Iterator[Site]:
    """The changes to the direct children of a node."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "bases"):
            continue
        if isinstance(value, ast.expr):
            if isinstance(getattr(value, "ctx", None), (ast.Store, ast.Del)):
                continue
            for new, key, words in _expressions(value, node, field, definition):
                yield (*_setter(node, field, new, value), key, words)
        if isinstance(value, list):
            yield from _list_sites(node, field, value, definition)


def _setter(node: ast.AST, field: str, new: Any, old: Any) -> tuple[Callable, Callable]:
    return lambda: setattr(node, field, new), lambda: setattr(node, field, old)


def _list_sites(node: ast.AST, field: str, items: list, definition: ast.AST) -> Iterator[Site]:
    for i, item in enumerate(items):
        if isinstance(item, ast.expr) and not isinstance(
            getattr(item, "ctx", None), (ast.Store, ast.Del)
        ):
            for new, key, words in _expressions(item, node, field, definition):
                changed = [*items[:i], new, *items[i + 1 :]]
                yield (*_setter(node, field, changed, items), key, words)
    if field in ("body", "orelse") and items and isinstance(items[0], ast.stmt):
        for changed, key, words in _statements(items):
            yield (*_setter(node, field, changed or [ast.Pass()], items), key, words)
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(items) > 1:
        for i in range(len(items) - 1):
            changed = [*items[:i], items[i + 1], items[i], *items[i + 2 :]]
            yield (*_setter(node, field, changed, items), "parts_exchanged", {"a": i, "b": i + 1})
    if isinstance(node, ast.Call) and field == "args" and len(items) > 1:
        for i in range(len(items) - 1):
            changed = [*items[:i], items[i + 1], items[i], *items[i + 2 :]]
            words = {"a": _code(items[i], definition), "b": _code(items[i + 1], definition)}
            yield (*_setter(node, field, changed, items), "arguments_exchanged", words)
    if isinstance(node, ast.Call) and field == "keywords":
        for i, item in enumerate(items):
            if item.arg:
                changed = [*items[:i], *items[i + 1 :]]
                words = {"code": ast.unparse(item), "function": _name_of(node.func)}
                yield (*_setter(node, field, changed, items), "keyword_missing", words)


def _expressions(
    node: ast.expr, parent: ast.AST, field: str, definition: ast.AST
) -> Iterator[tuple[ast.expr, str, dict[str, str]]]:
    """Other expressions in the place of one."""
    match node:
        case ast.Constant() if isinstance(node.value, (int, float)):
            yield from _numbers(node, parent, field)
        case ast.UnaryOp(operand=ast.Constant(value=int())) if _is_axis(parent, field):
            yield from _axes(-node.operand.value, parent)  # type: ignore[attr-defined]
        case ast.UnaryOp():
            sign = {ast.USub: "-", ast.Invert: "~", ast.Not: "not"}.get(type(node.op), "+")
            yield node.operand, "sign_missing", {"sign": sign}
        case ast.BinOp():
            yield from _operations(node, definition)
        case ast.Compare(ops=[operator]):
            for other in OTHER_OPERATORS.get(type(operator), ()):
                words = {"old": SIGNS[type(operator)], "new": SIGNS[other]}
                new = ast.Compare(node.left, [other()], node.comparators)
                yield new, "other_operator", words
        case ast.Call():
            yield from _calls(node, definition)
        case ast.Attribute(attr="T" | "mT"):
            yield node.value, "call_missing", {"call": f".{node.attr}"}
        case ast.Attribute(value=ast.Name(id="self")):
            for other in _attributes(definition) - {node.attr}:
                new = ast.Attribute(node.value, other, node.ctx)
                yield new, "other_name", {"old": f"self.{node.attr}", "new": f"self.{other}"}
        case ast.Name(ctx=ast.Load()):
            parameters = _parameters(definition, node)
            if node.id in parameters:
                for other in parameters:
                    if other not in (node.id, "self"):
                        yield ast.Name(other, node.ctx), "other_name", {"old": node.id, "new": other}
        case ast.Subscript():
            yield node.value, "index_missing", {"code": f"[{ast.unparse(node.slice)}]"}
            yield from _slices(node)
        case ast.IfExp():
            condition = _code(node.test, definition)
            yield node.body, "case_ignored", {"condition": condition}
            yield node.orelse, "case_ignored", {"condition": condition}
        case ast.BoolOp(values=[first, second]):
            yield first, "case_ignored", {"condition": _code(second, definition)}
            yield second, "case_ignored", {"condition": _code(first, definition)}


def _numbers(node: ast.Constant, parent: ast.AST, field: str) -> Iterator:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value), "other_number", {"old": str(value), "new": str(not value)}
    elif _is_axis(parent, field):
        yield from _axes(value, parent)
    else:
        others = {value + 1, value - 1, 0, 1, 2, 0.5} if isinstance(value, int) else set()
        if isinstance(value, float):
            others = {0.0, 1.0, -value, 1 - value, 2 * value, value / 2}
        for other in sorted(others - {value}, key=lambda number: abs(number - value)):
            yield ast.Constant(other), "other_number", {"old": f"{value}", "new": f"{other:.4g}"}


def _is_axis(parent: ast.AST, field: str) -> bool:
    if isinstance(parent, ast.keyword):
        return parent.arg in AXIS_WORDS
    return (
        isinstance(parent, ast.Call)
        and field == "args"
        and _name_of(parent.func) in REDUCTIONS | {"transpose", "unsqueeze", "squeeze"}
    )


def _axes(value: Any, parent: ast.AST) -> Iterator:
    for other in (0, 1, 2, -1, None):
        if other != value:
            new: ast.expr = ast.Constant(other)
            if other == -1:
                new = ast.UnaryOp(ast.USub(), ast.Constant(1))
            key = "axis_left_out" if other is None else "other_axis"
            yield new, key, {"old": str(value), "new": str(other)}


def _operations(node: ast.BinOp, definition: ast.AST) -> Iterator:
    left, right = _code(node.left, definition), _code(node.right, definition)
    if isinstance(node.op, (ast.Add, ast.Sub)):
        yield node.left, "term_missing", {"term": right}
        yield node.right, "term_missing", {"term": left}
    elif isinstance(node.op, (ast.Mult, ast.BitAnd)):
        yield node.left, "factor_missing", {"factor": right}
        yield node.right, "factor_missing", {"factor": left}
    elif isinstance(node.op, (ast.Div, ast.FloorDiv)):
        yield node.left, "division_missing", {"divisor": right}
        yield ast.BinOp(node.right, node.op, node.left), "sides_exchanged", {"a": left, "b": right}
    elif isinstance(node.op, ast.Pow):
        yield node.left, "power_missing", {"power": right}
    elif isinstance(node.op, ast.MatMult):
        yield ast.BinOp(node.right, node.op, node.left), "sides_exchanged", {"a": left, "b": right}
        yield (
            ast.BinOp(node.left, node.op, ast.Attribute(node.right, "mT", ast.Load())),
            "transposed", {"code": right},
        )  # fmt: skip
    if isinstance(node.op, ast.Sub):
        yield ast.BinOp(node.right, node.op, node.left), "sides_exchanged", {"a": left, "b": right}
    for other in OTHER_OPERATORS.get(type(node.op), ()):
        words = {"old": SIGNS[type(node.op)], "new": SIGNS[other]}
        yield ast.BinOp(node.left, other(), node.right), "other_operator", words


def _calls(node: ast.Call, definition: ast.AST) -> Iterator:
    name = _name_of(node.func)
    if isinstance(node.func, ast.Attribute):
        for other in OTHER_FUNCTIONS.get(name, ()):
            function = ast.Attribute(node.func.value, other, ast.Load())
            keywords = node.keywords
            yield (
                ast.Call(function, node.args, keywords),
                "other_function", {"old": name, "new": other},
            )  # fmt: skip
        module = isinstance(node.func.value, ast.Name) and node.func.value.id in (
            *("torch", "F", "nn", "self", "math", "random", "heapq", "optim"),
        )
        if not module:
            yield node.func.value, "call_missing", {"call": f".{name}"}
    if node.args and not isinstance(node.args[0], ast.Starred) and name not in ("range", "len"):
        yield node.args[0], "call_missing", {"call": name}
    if name == "range":
        yield from _ranges(node)


def _ranges(node: ast.Call) -> Iterator:
    stop = node.args[0] if len(node.args) == 1 else node.args[1]
    start = ast.Constant(0) if len(node.args) == 1 else node.args[0]
    step = node.args[2:]
    one = ast.Constant(1)
    for key, a, b in (
        ("loop_ends_early", start, ast.BinOp(stop, ast.Sub(), one)),
        ("loop_ends_late", start, ast.BinOp(stop, ast.Add(), one)),
        ("loop_starts_late", ast.BinOp(start, ast.Add(), one), stop),
    ):
        yield ast.Call(node.func, [a, b, *step], []), key, {}


def _slices(node: ast.Subscript) -> Iterator:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for i, part in enumerate(parts):
        others: list[ast.expr] = []
        if isinstance(part, ast.Slice):
            if part.lower:
                others.append(ast.Slice(None, part.upper, part.step))
            if part.upper:
                others.append(ast.Slice(part.lower, None, part.step))
        for other in others:
            new = [*parts[:i], other, *parts[i + 1 :]]
            index = ast.Tuple(new, ast.Load()) if len(new) > 1 else new[0]
            words = {"old": f"[{ast.unparse(node.slice)}]", "new": f"[{ast.unparse(index)}]"}
            yield ast.Subscript(node.value, index, node.ctx), "other_slice", words
    if len(parts) == 2:
        index = ast.Tuple(parts[::-1], ast.Load())
        words = {"old": f"[{ast.unparse(node.slice)}]", "new": f"[{ast.unparse(index)}]"}
        yield ast.Subscript(node.value, index, node.ctx), "other_slice", words


def _statements(items: list[ast.stmt]) -> Iterator[tuple[list[ast.stmt], str, dict[str, str]]]:
    """Other statements in the place of a block."""
    for i, item in enumerate(items):
        before, after = items[:i], items[i + 1 :]
        code = _line(item)
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
                yield [*before, *item.orelse, *after], "condition_ignored", {"code": condition}
            case ast.With():
                words = {"code": ast.unparse(item.items[0])}
                yield [*before, *item.body, *after], "with_missing", words
            case ast.For():
                yield from _loops(item, before, after)
        if i + 1 < len(items) and not isinstance(item, ast.Return):
            if not isinstance(items[i + 1], ast.Return):
                changed = [*before, items[i + 1], item, *items[i + 2 :]]
                yield changed, "lines_exchanged", {"a": code, "b": _line(items[i + 1])}


def _loops(item: ast.For, before: list[ast.stmt], after: list[ast.stmt]) -> Iterator:
    if len(item.body) > 1:  # lines at the end of a loop that belong behind it, and the reverse
        loop = ast.For(item.target, item.iter, item.body[:-1], [])
        words = {"code": _line(item.body[-1])}
        yield [*before, loop, item.body[-1], *after], "outside_loop", words
        loop = ast.For(item.target, item.iter, item.body[1:], [])
        words = {"code": _line(item.body[0])}
        yield [*before, item.body[0], loop, *after], "outside_loop", words
    if before:
        loop = ast.For(item.target, item.iter, [before[-1], *item.body], [])
        words = {"code": _line(before[-1])}
        yield [*before[:-1], loop, *after], "inside_loop", words
    if after:
        loop = ast.For(item.target, item.iter, [*item.body, after[0]], [])
        yield [*before, loop, *after], "inside_loop", {"code": _line(after[0])}


def _uses(node: ast.AST, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))


def _name_of(node: ast.AST) -> str:
    return getattr(node, "attr", None) or getattr(node, "id", None) or ""


def _attributes(definition: ast.AST) -> set[str]:
    """What a class assigns to itself."""
    return {
        node.attr
        for node in ast.walk(definition)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }


def _parameters(definition: ast.AST, node: ast.AST) -> list[str]:
    """The parameters of the function around a name."""
    for function in ast.walk(definition):
        if isinstance(function, ast.FunctionDef) and any(n is node for n in ast.walk(function)):
            own = [argument.arg for argument in function.args.args]
            if getattr(node, "id", None) in own:
                return own
    return []


def _code(node: ast.expr, definition: ast.AST) -> str:
    """An expression as it is written, or "..." where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= 32 else "..."


def _line(node: ast.stmt) -> str:
    text = ast.unparse(node).partition("\n")[0]
    return text if len(text) <= 60 else text[:57] + "..."
