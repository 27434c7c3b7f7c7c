"""What the text of a function shows by itself is told with its line."""

import pytest

from gradatim.labs.grading.changes.slips import slip, unused_argument, unused_part


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("if torch.cuda.is_available:\n        return 1\n    return 0", "not_called"),
        ("while not x.any and True:\n        x = x[1:]\n    return x", "not_called"),
        ("optimizer.zero_grad\n    return x", "does_nothing"),
        ("x.masked_fill(x < 0, 0)\n    return x", "result_dropped"),
        ("y = 0\n    y == 1\n    return y", "compared_only"),
        ("for k in x:\n        y = k\n        return y", "returns_in_loop"),
        ("rows = [[0] * 3] * 2\n    return rows", "row_repeated"),
        ("rows = [[]] * x\n    return rows", "row_repeated"),
    ],
)
def test_a_slip_is_found_with_its_line(body, key):
    name, text = slip(f"def f(x):\n    {body}\n", "f")
    assert name == key
    assert text["en"].startswith("Line ")
    assert text["fr"].startswith("Ligne ")


@pytest.mark.parametrize(
    "body",
    [
        "x.clamp_(0)\n    return x",
        "model.to(x)\n    return x.any() if x.is_contiguous() else x",
        "found.add(x)\n    return found",
        "return [[0] * 3 for _ in range(2)] + [x] * 2",
        "for k in x:\n        if k:\n            return k\n    return None",
        "'''A text.'''\n    return x",
    ],
)
def test_what_is_in_order_is_no_slip(body):
    assert slip(f"def f(x):\n    {body}\n", "f") is None


def test_an_argument_that_ours_uses_and_the_learners_does_not_is_named():
    ours = "def f(x, stride):\n    return x[::stride]\n"
    key, text = unused_argument("def f(x, stride):\n    return x[::2]\n", ours, "f")
    assert key == "argument_unused"
    assert "`stride`" in text["en"]
    assert unused_argument(ours, ours, "f") is None


def test_a_part_that_is_made_and_never_used_is_named():
    ours = (
        "class Block(nn.Module):\n    def __init__(self):\n        self.norm = nn.LayerNorm(2)\n"
        "    def forward(self, x):\n        return self.norm(x)\n"
    )
    key, text = unused_part(ours.replace("self.norm(x)", "x"), ours, "Block")
    assert key == "part_unused"
    assert "`self.norm`" in text["en"]
    assert unused_part(ours, ours, "Block") is None
    assert (
        unused_part(ours.replace("self.norm(x)", "getattr(self, 'norm')(x)"), ours, "Block") is None
    )
