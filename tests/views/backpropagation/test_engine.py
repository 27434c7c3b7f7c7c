"""Backpropagation in its view, against autograd."""

import pytest

from gradatim.errors import UserError
from gradatim.views.backpropagation.engine import BackpropagationEngine, parse


@pytest.mark.parametrize(
    "expression",
    ["(tanh(w1*x1 + w2*x2 + b) - y)**2", "(x*w) * (x + w)", "exp(-a*a) / (b + 3) - sin(a*b)"],
)
@pytest.mark.parametrize("passes", [1, 2])
def test_backpropagation_equals_autograd(expression, passes):
    engine = BackpropagationEngine(example="own", expression=expression, passes=passes)
    engine.step(200)
    snapshot = engine.snapshot()
    assert snapshot["finished"]
    reference = snapshot["autograd"]
    assert reference
    for name, gradient in reference.items():
        ours = float(snapshot["gradients"][snapshot["labels"].index(name)])
        assert ours == pytest.approx(gradient, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(
    "bad",
    [
        "__import__('os').system('ls')",
        "x.y",
        "[1]*9",
        "lambda: 1",
        "tan(x)",
        "f(x, y)",
        "x +",
        "x",
        "+".join(["x*x"] * 30),
        "(" * 300 + "x" + ")" * 300,
        "'a'*9",
        "-1",  # no variable: nothing has a gradient
    ],
)
def test_what_is_no_expression_is_refused(bad):
    with pytest.raises(UserError):
        parse(bad)
