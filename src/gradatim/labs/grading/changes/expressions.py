"""Other expressions in the place of one: what small_changes.py does to the lines of a solution."""

import ast
from collections.abc import Iterator
from typing import Any

from gradatim.labs.grading.values import LARGEST

AXIS_WORDS = {"dim", "axis", "start_dim"}
REDUCTIONS = {
    "sum",
    "mean",
    "max",
    "min",
    "amax",
    "amin",
    "argmax",
    "argmin",
    "softmax",
    "any",
    "log_softmax",
    "cumsum",
    "std",
    "var",
    "chunk",
    "flatten",
    "cat",
    "stack",
    "all",
}
EXCHANGED_FUNCTIONS = {
    "sum": ("mean", "amax", "prod", "norm"),
    "mean": ("sum", "median", "max"),
    "amax": ("amin", "mean"),
    "max": ("min",),
    "argmax": ("argmin",),
    "gelu": ("relu",),
    "relu": ("sigmoid", "gelu", "abs"),
    "log": ("log2",),
    "softmax": ("sigmoid", "log_softmax"),
    "cross_entropy": ("nll_loss",),
    "tril": ("triu",),
    "mse_loss": ("l1_loss",),
    "sigmoid": ("tanh", "relu"),
    "tanh": ("sigmoid", "relu"),
    "stack": ("cat",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "train": ("eval",),
    "eval": ("train",),
    "SGD": ("Adam",),
    "rand": ("randn",),
    "exp": ("log",),
    "transpose": ("reshape",),
    "zeros_like": ("ones_like",),
    "copy": ("clone",),
    "log1p": ("log",),
    "expm1": ("exp",),
    "exp2": ("exp",),
    "std": ("var",),
    "ceil": ("floor", "round"),
    "trunc": ("floor",),
    "insert": ("append",),
    "popleft": ("pop",),
}
OTHER_FUNCTIONS = {  # both ways
    name: [
        *EXCHANGED_FUNCTIONS.get(name, ()),
        *(one for one, others in EXCHANGED_FUNCTIONS.items() if name in others),
    ]
    for name in dict.fromkeys([*EXCHANGED_FUNCTIONS, *sum(EXCHANGED_FUNCTIONS.values(), ())])
}
OTHER_OPERATORS: dict[type[ast.AST], tuple[type[Any], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mod, ast.Div),
    ast.Mod: (ast.FloorDiv,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.And: "and",
    ast.Or: "or",
}


def expressions(
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
                yield ast.Compare(node.left, [other()], node.comparators), "other_operator", words
        case ast.Call():
            yield from _calls(node, definition)
        case ast.Attribute(attr="T" | "mT"):
            yield node.value, "call_missing", {"call": f".{node.attr}"}
        case ast.Attribute(value=ast.Name(id="self")):
            for name in sorted(attributes(definition) - {node.attr}):
                words = {"old": f"self.{node.attr}", "new": f"self.{name}"}
                yield ast.Attribute(node.value, name, ast.Load()), "other_name", words
        case ast.Name(ctx=ast.Load()) if not isinstance(getattr(parent, "ctx", None), ast.Store):
            parameters = _parameters(definition, node)
            if node.id in parameters:
                for name in parameters:
                    if name not in (node.id, "self"):
                        words = {"old": node.id, "new": name}
                        yield ast.Name(name, ast.Load()), "other_name", words
        case ast.Subscript():
            yield node.value, "index_missing", {"code": f"[{ast.unparse(node.slice)}]"}
            yield from _slices(node)
        case ast.IfExp():
            condition = code_of(node.test, definition)
            yield node.body, "case_ignored", {"condition": condition}
            yield node.orelse, "case_ignored", {"condition": condition}
        case ast.BoolOp(values=[first, second]):
            word = "and" if isinstance(node.op, ast.And) else "or"
            without = (
                f"{word} {code_of(second, definition)}",
                f"{code_of(first, definition)} {word}",
            )
            yield first, "case_ignored", {"condition": without[0]}
            yield second, "case_ignored", {"condition": without[1]}


def _numbers(node: ast.Constant, parent: ast.AST, field: str) -> Iterator:
    value: Any = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value), "other_number", {"old": str(value), "new": str(not value)}
    elif _is_axis(parent, field):
        yield from _axes(value, parent)
    elif not isinstance(value, int) or abs(value) < LARGEST:
        others = {value + 1, value - 1, 0, 1, 2, 0.5} if isinstance(value, int) else set()
        if isinstance(value, float):
            others = {0.0, 1.0, -value, 1 - value, 2 * value, value / 2}
        for other in sorted(others - {value}, key=lambda number: abs(number - value)):
            yield ast.Constant(other), "other_number", {"old": f"{value}", "new": f"{other:.4g}"}
        if value == 0 and isinstance(parent, ast.Assign):  # where the search for a largest begins
            new = ast.parse('float("-inf")', mode="eval").body
            yield new, "other_number", {"old": f"{value}", "new": 'float("-inf")'}


def _is_axis(parent: ast.AST, field: str) -> bool:
    if isinstance(parent, ast.keyword):
        return parent.arg in AXIS_WORDS
    return (
        isinstance(parent, ast.Call)
        and isinstance(parent.func, ast.Attribute)  # min(2, n) has no axis
        and field == "args"
        and name_of(parent.func) in REDUCTIONS | {"transpose", "unsqueeze", "squeeze"}
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
    left, right = code_of(node.left, definition), code_of(node.right, definition)
    if isinstance(node.op, (ast.Add, ast.Sub)):
        yield node.left, "term_missing", {"term": right}
        # Of 1 - x, x is left: with the minus gone too.
        taken = f"{left} -" if isinstance(node.op, ast.Sub) else left
        yield node.right, "term_missing", {"term": taken}
    elif isinstance(node.op, (ast.Mult, ast.BitAnd)):
        yield node.left, "factor_missing", {"factor": right}
        yield node.right, "factor_missing", {"factor": left}
    elif isinstance(node.op, (ast.Div, ast.FloorDiv)):
        yield node.left, "division_missing", {"divisor": right}
        if isinstance(node.op, ast.Div):  # 2 // n is just 0
            exchanged = ast.BinOp(node.right, node.op, node.left)
            yield exchanged, "sides_exchanged", {"a": left, "b": right}
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
        if other in (ast.Mult, ast.Div) and getattr(node.right, "value", None) == 1:
            continue  # that leaves the number out, as another change does
        words = {"old": SIGNS[type(node.op)], "new": SIGNS[other]}
        yield ast.BinOp(node.left, other(), node.right), "other_operator", words


def _calls(node: ast.Call, definition: ast.AST) -> Iterator:
    name = name_of(node.func)
    if isinstance(node.func, ast.Attribute):
        for other in dict.fromkeys(OTHER_FUNCTIONS.get(name, ())):
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
            yield ast.Subscript(node.value, index, node.ctx), "other_slice", _indices(node, index)
    if len(parts) == 2:
        index = ast.Tuple(parts[::-1], ast.Load())
        yield ast.Subscript(node.value, index, node.ctx), "other_slice", _indices(node, index)


def _indices(node: ast.Subscript, index: ast.expr) -> dict[str, str]:
    """An index and another one, as they are written: without the brackets of a tuple."""
    name = ast.Name("x", ast.Load())
    old, new = (ast.unparse(ast.Subscript(name, i, ast.Load()))[1:] for i in (node.slice, index))
    return {"old": _bare(old), "new": _bare(new)}


def _bare(index: str) -> str:
    return f"[{index[2:-2]}]" if index.startswith("[(") and index.endswith(")]") else index


def name_of(node: ast.AST) -> str:
    return getattr(node, "attr", None) or getattr(node, "id", None) or ""


def attributes(definition: ast.AST) -> set[str]:
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


def code_of(node: ast.expr, definition: ast.AST) -> str:
    """An expression as it is written, or "..." where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= 32 else "..."
