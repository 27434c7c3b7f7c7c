"""A file that Python cannot read or run, or that uses what the task forbids."""

import pytest

from gradatim.labs.check import check
from gradatim.labs.grading.learner_source import (
    OutOfTime,
    explain_error,
    read_problem,
    read_source,
)
from tests.labs.masks import RIGHT, solution_with

HEAD = "import torch\n\n\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (RIGHT.replace("x > 0", "x >", 1), ["cannot read line", "invalid syntax"]),
        (RIGHT.replace("def positives", "def positive"), ["no `positives`", "`positive`"]),
        (RIGHT + "\npositives = 3\n", ["is of type int", "function"]),
        (RIGHT + "\ndef positives():\n    return 1\n", ["does not accept the arguments"]),
        (HEAD + "import torhc\n", ["stops on line 4", "torhc"]),
        ("", ["no `positives`"]),
        ("raise SystemExit", ["ends the whole program"]),
        (RIGHT + "\nx = 1\0\n", [f"Line {RIGHT.count(chr(10)) + 2} holds a null byte"]),
        (RIGHT + "\nx = " + "-" * 20_000 + "1", ["nests too deep"]),
        ("def f():\n    return f()\n\n\nf()\n", ["`f` calls itself endlessly on line 2"]),
    ],
)
def test_a_broken_file_gets_one_clear_sentence(source, words):
    answer = check("2", source)
    assert answer["status"] == "failed"
    for word in words:
        assert word in answer["sentence"]


@pytest.mark.parametrize(
    ("rest", "functions"),
    [
        (
            "\n\ndef positives(x):\n    y = x.view(-1)\n    return y @ 3\n",
            ["in positives"],
        ),
        (
            "\n\ndef helper(y):\n    return y @ 3\n\n\ndef positives(x):\n    return helper(x)\n",
            ["in positives", "in helper"],
        ),
    ],
)
def test_traceback_shows_only_the_learners_lines(rest, functions):
    answer = check("2", RIGHT + rest)
    assert [line.split(":")[0].split(", ")[1] for line in answer["lines"]] == functions
    assert all("masks.py" not in line and "torch/" not in line for line in answer["lines"])


def test_forbidden_shortcut_is_named_with_its_line():
    source = "import torch\n\n\ndef softmax(z):\n    return torch.softmax(z, 1)\n"
    assert "line 5 uses `softmax`" in check("reductions", source)["sentence"]


def test_the_function_that_is_to_be_written_is_not_borrowed_under_its_own_name():
    body = "def cross_entropy(z, labels):\n    return F.cross_entropy(z, labels)\n"
    source = f"from torch.nn import functional as F\n\n\n{body}"
    assert "line 5 uses `cross_entropy`" in check("cross-entropy", source)["sentence"]


@pytest.mark.parametrize(
    "line",
    [
        *("torch.softmax(z, 1)", "softmax(z)", "from torch import softmax", "F.softmax"),
        'getattr(torch, "softmax")(z, 1)',
    ],
)
def test_a_forbidden_name_is_found_however_it_is_reached(line):
    assert "line 2" in read_problem(f"\n{line}\n", ("softmax",), "en")["sentence"]


def test_a_forbidden_name_in_a_comment_or_definition_is_no_use_of_it():
    source = "# softmax\ndef softmax(z):\n    return 'softmax'\n"
    assert read_problem(source, ("softmax",), "en") is None


@pytest.mark.parametrize(
    "source",
    [
        "grad = torch.ones(2)\nprint(grad)",
        "def step(w, grad):\n    return w - grad",
        "def grad(w):\n    return w\nprint(grad(1))",
        "print([grad for grad in range(2)])",
        "class A:\n    def __init__(self):\n        self.grad = 1\n        print(self.grad)",
    ],
)
def test_a_learners_own_name_is_not_a_forbidden_one(source):
    assert read_problem(source, ("grad",), "en") is None


@pytest.mark.parametrize(
    "source",
    [
        "grad = torch.autograd.grad(y, x)",
        "from torch.autograd import grad\ngrad = grad(y, x)",
        "from torch.autograd import *\ngrad = grad(y, x)",
        "grad = x.grad",
    ],
)
def test_a_forbidden_name_stays_one_beside_an_own_name(source):
    assert "`grad`" in read_problem(source, ("grad",), "en")["sentence"]


LAYER = "class Layer:\n    def backward(self, d):\n        return d\n"


@pytest.mark.parametrize(
    "source",
    [
        LAYER + "layer = Layer()\nlayer.backward(1)",
        LAYER + "Layer().backward(1)",
        LAYER + "for layer in [Layer()]:\n    layer.backward(1)",
    ],
)
def test_a_method_of_the_learners_own_class_may_be_called_like_the_librarys(source):
    assert read_problem(source, ("backward",), "en") is None


@pytest.mark.parametrize(
    "source",
    [
        "loss.backward()",
        LAYER + "w.requires_grad_()\nloss(w).backward()",
        "class Loss(torch.Tensor):\n    def backward(self):\n        pass\nLoss().backward()",
    ],
)
def test_the_librarys_method_stays_forbidden_beside_an_own_one(source):
    assert "`backward`" in read_problem(source, ("backward",), "en")["sentence"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"# -*- coding: klingon -*-\n", "Line 1 says that the file is in the encoding klingon"),
        (b"\n# coding: ascii\nx = '\xc3\xa9'\n", "Line 2 says that the file is in"),
        (b"# coding: hex\n", "the encoding hex"),
        ("x = 1\n".encode("utf-16-le"), "saved as UTF-16"),
        (b"x = 1\n# \xe9t\xe9\n", "saved as Latin-1 (line 2)"),
        (b"\x7fELF\n" + b"\xf0\x01\x02\x00" * 99, "Line 2 holds a null byte"),
    ],
)
def test_the_encoding_that_python_cannot_read_is_named(source, words):
    _, problem = read_source(source, "en")
    assert words in problem["sentence"]


def test_of_a_long_line_only_the_part_with_the_error_is_quoted():
    problem = read_problem("x = [" + "1, " * 5000 + "(2 3), " + "4, " * 5000 + "]\n", (), "en")
    line, mark = problem["lines"]
    assert "(2 3), 4, " in line
    assert line[mark.index("^")] == "2"
    long = solution_with("return [" + "0, " * 3000 + "undefined]")
    assert max(map(len, [line, *check("2", long)["lines"]])) < 110


def test_the_limit_of_memory_is_told_in_the_units_of_the_language():
    assert "plus de 1 Go de" in explain_error(MemoryError(), "f", "file.py", "fr")["sentence"]


def test_line_ends_become_plain_ones():
    assert read_source(b"a = 1\r\nb = 2\rc = 3\n", "en") == ("a = 1\nb = 2\nc = 3\n", None)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("return input()", "keyboard"),
        ("return positives(x)", "`positives` calls itself endlessly"),
        (
            "def inner(x):\n    return inner(x)\nreturn inner(x)",
            "`inner` calls itself endlessly",
        ),
        ("return [0] * 10**9", "more than 1 GB of memory"),
        ("import sys\nsys.exit()", "sys.exit"),
        ("return F.relu(x)", "`F` is not imported: add `import torch.nn.functional as F`"),
    ],
)
def test_what_stops_the_code_is_explained(body, word):
    assert word in check("2", solution_with(body))["sentence"]


@pytest.mark.parametrize(
    ("busy", "words"), [(True, "other programs"), (False, "Stopped after 4 s")]
)
def test_time_that_other_programs_took_is_no_fault_of_the_code(busy, words):
    said = explain_error(OutOfTime(4, busy), "learn", "file.py", "en")
    assert words in said["sentence"]
