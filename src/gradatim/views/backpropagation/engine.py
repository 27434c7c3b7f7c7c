"""Backpropagation, operation by operation, through an expression of one's own.

The expression becomes a graph of operations. Forward, each computes its value from its inputs;
backward, each hands every input the product of its own gradient and one local derivative. Where
two paths meet, the products add up. At the end the result is compared with `loss.backward()`.
"""

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from gradatim.errors import UserError, nearest
from gradatim.models.vision.backpropagation import backpropagation
from gradatim.views.core.controls import Choice, Number, Numbers, Text, exactly
from gradatim.views.core.engine import Engine

EXAMPLES = {
    "neuron": "(tanh(w1*x1 + w2*x2 + b) - y)**2",
    "paths": "(x*w) * (x + w)",
    "network": "(v1*relu(w1*x1 + w2*x2) + v2*relu(w3*x1 + w4*x2) - y)**2",
    "deep": "sigmoid(w*sigmoid(w*sigmoid(w*sigmoid(w*x))))",
}
FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "exp": torch.exp,
    "log": torch.log,
    "sin": torch.sin,
    "cos": torch.cos,
    "sqrt": torch.sqrt,
}
OPERATORS: dict[type, tuple[str, Callable[[Tensor, Tensor], Tensor]]] = {
    ast.Add: ("+", torch.add),
    ast.Sub: ("−", torch.sub),
    ast.Mult: ("×", torch.mul),
    ast.Div: ("÷", torch.div),
    ast.Pow: ("^", torch.pow),
}
MAX_NODES = 40
STARTS = (0.5, -1.0, 2.0, -0.5, 1.5, 1.0, -2.0, 0.8)  # first values of the variables, in turn


@dataclass
class GraphNode:
    """One variable, constant or operation of the graph."""

    label: str
    inputs: tuple[int, ...] = ()
    function: Callable[..., Tensor] | None = None  # None: a variable or a constant
    variable: bool = False
    value: float = math.nan
    gradient: float = 0.0
    column: float = 0.0
    row: float = 0.0
    passed: list[float] = field(default_factory=list)  # local derivative to each input, once known


def forward(nodes: list[GraphNode], index: int) -> None:
    """Compute the value of one operation from the values of its inputs."""
    node = nodes[index]
    assert node.function is not None
    node.value = float(node.function(*(torch.tensor(nodes[i].value) for i in node.inputs)))


def backward(nodes: list[GraphNode], index: int) -> None:
    """Hand the gradient of one operation on to its inputs: multiply, then add.

    d(loss)/d(input) += d(loss)/d(operation) * d(operation)/d(input)
    """
    node = nodes[index]
    assert node.function is not None
    inputs = [torch.tensor(nodes[i].value) for i in node.inputs]
    moving = [k for k, i in enumerate(node.inputs) if nodes[i].variable or nodes[i].inputs]
    for k in moving:  # constants have no gradient
        inputs[k].requires_grad_()
    node.passed = [math.nan] * len(inputs)
    if not moving:
        return
    local = torch.autograd.grad(node.function(*inputs), [inputs[k] for k in moving])
    for k, derivative in zip(moving, local, strict=True):
        node.passed[k] = float(derivative)
        nodes[node.inputs[k]].gradient += node.gradient * node.passed[k]


def parse(expression: str) -> list[GraphNode]:
    """Turn an expression into a graph; inputs stand before what uses them, the result is last.

    Raises:
        UserError: what is not an expression of numbers, names, + - * / ** and known functions.
    """
    try:
        tree = ast.parse(expression.replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # as ast.parse documents
        raise UserError(
            f"{expression[:60]!r} is not an expression; write one such as (w*x + b - y)**2."
        ) from None
    nodes: list[GraphNode] = []
    names: dict[str, int] = {}

    def visit(part: ast.AST) -> int:
        if len(nodes) >= MAX_NODES:
            raise UserError(f"The expression has more than {MAX_NODES} operations; shorten it.")
        match part:
            case ast.Name(id=name):
                if name not in names:
                    nodes.append(GraphNode(name, variable=True))
                    names[name] = len(nodes) - 1
                return names[name]
            case ast.Constant(value=int() | float() as value):
                nodes.append(GraphNode(f"{value:g}", value=float(value)))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                nodes.append(GraphNode("−", (visit(operand),), torch.neg))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                label, function = OPERATORS[type(op)]
                nodes.append(GraphNode(label, (visit(left), visit(right)), function))
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
                if name not in FUNCTIONS:
                    raise UserError(f"There is no function {name!r}; {nearest(name, FUNCTIONS)}")
                nodes.append(GraphNode(name, (visit(argument),), FUNCTIONS[name]))
            case _:
                raise UserError("Only numbers, names, + - * / ** and functions of one input fit.")
        return len(nodes) - 1

    try:
        visit(tree)
    except RecursionError:
        raise UserError("The expression is nested too deeply; shorten it.") from None
    if nodes[-1].function is None:
        raise UserError("The expression has no operation yet; write one such as w*x + b.")
    if not names:
        raise UserError(
            "The expression has no variable, so no gradient; write one such as w*x + b."
        )
    place(nodes)
    return nodes


def place(nodes: list[GraphNode]) -> None:
    """Give every node a column (operations after their inputs) and a row."""
    users: list[list[int]] = [[] for _ in nodes]
    for i, node in enumerate(nodes):
        for j in node.inputs:
            users[j].append(i)

    def beside(i: int) -> bool:
        """Say whether a leaf's only partner is an operation: it then stands next to that one."""
        others = [j for u in users[i] for j in nodes[u].inputs if j != i]
        return not nodes[i].inputs and len(users[i]) == 1 and any(nodes[j].inputs for j in others)

    lines = 0
    for i, node in enumerate(nodes):
        if node.inputs:
            node.column = 1 + max(nodes[j].column for j in node.inputs)
            main = [nodes[j].row for j in node.inputs if not beside(j)]
            node.row = sum(main) / len(main)
        elif not beside(i):
            node.row = float(lines)
            lines += 1
    for i, node in enumerate(nodes):  # what has no inputs stands just before its first use
        if not node.inputs:
            node.column = min(nodes[u].column for u in users[i]) - 1
            if beside(i):
                user = nodes[users[i][0]]
                node.row = user.row + (-1 if user.inputs[0] == i else 1)
    for column in {node.column for node in nodes}:
        members = sorted((n for n in nodes if n.column == column), key=lambda n: n.row)
        for above, below in pairwise(members):
            below.row = max(below.row, above.row + 1)
    top = min(node.row for node in nodes)
    for node in nodes:
        node.row -= top


class BackpropagationEngine(Engine):
    """The chain rule on one expression, forward and backward, one operation per step."""

    name = "backpropagation"
    controls: ClassVar = {
        "example": Choice("neuron", (*EXAMPLES, "own")),
        "expression": Text(EXAMPLES["neuron"], 120),
        "passes": Number(1, 1, 3, integer=True),
        "inputs": Numbers(max_length=MAX_NODES, bound=100, decimals=2),
    }
    actions = ("set_value",)
    accepts = ".txt"
    pace = 1.5

    def start(self) -> None:
        """Build the graph and put in the variables' values."""
        v = self.values
        if v["example"] == "own" or v["expression"] not in EXAMPLES.values():
            v["example"] = "own"
        else:
            v["expression"] = EXAMPLES[v["example"]]
        self.nodes = parse(v["expression"])
        variables = [node for node in self.nodes if node.variable]
        values = v["inputs"] if len(v["inputs"]) == len(variables) else ()
        for i, node in enumerate(variables):
            node.value = values[i] if values else STARTS[i % len(STARTS)]
        v["inputs"] = tuple(node.value for node in variables)
        self.operations = [i for i, node in enumerate(self.nodes) if node.inputs]
        self.current = -1

    def set(self, name: str, value: Any) -> None:
        """Change a control; choosing an example or writing an expression clears the values."""
        if name == "example" and value in list(EXAMPLES):  # of any type, so it may have no hash
            self.values |= {"expression": EXAMPLES[value], "inputs": ()}
        kept = dict(self.values)
        if name == "expression":
            parse(str(self.controls["expression"].check(name, value)))
            self.values |= {"example": "own", "inputs": ()}
        try:
            super().set(name, value)
        except UserError:
            self.values = kept
            raise

    def advance(self) -> None:
        """Evaluate the next operation, or pass the next gradient back."""
        n = len(self.operations)
        if self.steps < n:
            self.current = self.operations[self.steps]
            forward(self.nodes, self.current)
            return
        at = (self.steps - n) % n
        if at == 0:  # a new backward pass: only the variables keep what they have gathered
            for node in self.nodes:
                if not node.variable:
                    node.gradient, node.passed = 0.0, []
            self.nodes[-1].gradient = 1.0
        self.current = self.operations[n - 1 - at]
        backward(self.nodes, self.current)

    def finished(self) -> bool:
        """Say that all passes are done."""
        return self.steps >= len(self.operations) * (1 + self.values["passes"])

    def finite(self) -> bool:
        """Say whether what was computed is finite."""
        node = self.nodes[self.current]
        return all(math.isfinite(n) for n in (node.value, *(x.gradient for x in self.nodes)))

    def state(self) -> Any:
        """Return a copy of values and gradients."""
        numbers = [(n.value, n.gradient, list(n.passed)) for n in self.nodes]
        return self.current, numbers

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        self.current, numbers = state
        for node, (value, gradient, passed) in zip(self.nodes, numbers, strict=True):
            node.value, node.gradient, node.passed = value, gradient, list(passed)

    def load_file(self, name: str, content: bytes) -> None:
        """Take an expression from a text file."""
        try:
            self.set("expression", content.decode().strip())
        except UnicodeDecodeError:
            raise UserError("The file is not a text file.") from None

    def set_value(self, value: Any) -> None:
        """Set one variable: [number of the node, value]."""
        index, number = exactly("set_value", value, 2, 100)
        if not (0 <= index < len(self.nodes) and self.nodes[int(index)].variable):
            raise UserError("There is no such variable.")
        done = self.steps
        self.nodes[int(index)].value = number
        self.values["inputs"] = tuple(node.value for node in self.nodes if node.variable)
        self.reset()
        self.step(done)

    def frame(self) -> dict[str, Any]:
        """Return the graph with all values, gradients and local derivatives known so far."""
        n, nodes = len(self.operations), self.nodes
        known = set(self.operations[: min(self.steps, n)])
        back = self.steps > n
        flows = [[*n.passed, *[math.nan] * (2 - len(n.passed))] for n in nodes]
        return {
            "labels": [node.label for node in nodes],
            "links": [list(node.inputs) for node in nodes],
            "kinds": [2 if n.variable else 1 if n.inputs else 0 for n in nodes],
            "columns": np.array([node.column for node in nodes], dtype=np.float32),
            "rows": np.array([node.row for node in nodes], dtype=np.float32),
            "values": np.array(
                [n.value if i in known or not n.inputs else math.nan for i, n in enumerate(nodes)],
                dtype=np.float32,
            ),
            "gradients": np.array([n.gradient for n in nodes], dtype=np.float32),
            "locals": np.array(flows, dtype=np.float32),
            "current": self.current,
            "backward": back,
            "pass": 1 + max(0, self.steps - n - 1) // n,
            "autograd": self.autograd() if self.finished() else {},
        }

    def autograd(self) -> dict[str, float]:
        """Compute the same gradients by `loss.backward()`, called as often as there are passes."""
        leaves = [torch.tensor(n.value, requires_grad=n.variable) for n in self.nodes]
        values: list[Tensor] = []
        for node, leaf in zip(self.nodes, leaves, strict=True):
            values.append(
                node.function(*(values[i] for i in node.inputs)) if node.function else leaf
            )
        for _ in range(self.values["passes"]):
            values[-1].backward(retain_graph=True)  # .grad adds up, as nobody sets it to zero
        found = zip(self.nodes, leaves, strict=True)
        return {
            n.label: float(leaf.grad) for n, leaf in found if n.variable and leaf.grad is not None
        }

    def sources(self) -> list[Any]:
        """Name the two directions, and the same for whole layers."""
        return [forward, backward, BackpropagationEngine.autograd, backpropagation]
