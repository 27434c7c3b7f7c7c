"""The checker: one clear sentence for whatever a learner's file does, and the mistake by name."""

from pathlib import Path

import pytest

from gradatim.labs.check import check, check_file
from gradatim.labs.exercise import BUILT_IN, exercises, find
from gradatim.labs.sandbox.watchdog import run_spawned

RIGHT = (BUILT_IN / "02-masks" / "solution.py").read_text("utf-8")
HEAD = "import torch\n\n\n"


def solution_with(body: str) -> str:
    """A right solution whose `positives` is replaced."""
    return RIGHT + "\n\ndef positives(x):\n    " + body.replace("\n", "\n    ") + "\n"


def test_right_solution_passes():
    answer = check("masks", RIGHT)
    assert answer["status"] == "passed"
    assert answer["passed"] == answer["checks"] == 3


def test_wrong_answer_shows_smallest_input_both_values_and_the_mistake():
    answer = check("2", solution_with("return x[x >= 0]"))
    assert answer["status"] == "failed"
    assert "shape (2,)" in answer["sentence"]
    assert [value["name"] for value in answer["inputs"]] == ["x"]
    assert answer["got"]["shape"] == [2]
    assert answer["expected"]["shape"] == [1]
    assert answer["mistake"]["name"] == "zero_counted_positive"


def test_mistake_is_named_when_it_is_written_in_another_way():
    written = "return torch.stack([v for v in x.flatten() if not v < 0])"
    assert check("2", solution_with(written))["mistake"]["name"] == "zero_counted_positive"


def test_unknown_mistake_is_not_given_a_name():
    answer = check("2", solution_with("return x[x > 0] * 3"))
    assert answer["status"] == "failed"
    assert "mistake" not in answer


def test_starter_is_unsolved():
    exercise = find("2", exercises())
    answer = check("2", exercise.starter)
    assert answer["status"] == "unsolved"
    assert "NotImplementedError" in answer["sentence"]


def test_french_answers():
    answer = check("2", solution_with("return x[x >= 0]"), language="fr")
    assert "attendue" in answer["sentence"]
    assert "positif" in answer["mistake"]["text"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("while True:\n    pass", ["Stopped after 5 s", "`positives`", "line", "loop"]),
        ("while True:\n    try:\n        x + 1\n    except:\n        pass", ["Stopped after 5 s"]),
        ("return torch.zeros(10**11)", ["memory", "`positives`"]),
        ("parts = []\nwhile True:\n    parts.append(torch.ones(10**7))", ["memory"]),
        ("parts = []\nwhile True:\n    parts.append('a' * 10**7)", ["memory"]),
        ("import sys\nsys.exit()", ["sys.exit", "remove"]),
        ("import os\nos._exit(0)", ["Python itself ended"]),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", ["Python itself ended"]),
        ("return input()", ["keyboard"]),
        ("return positives(x)", ["calls itself without end"]),
        ("x[x > 0]", ["returns None", "`return`"]),
        ("return x[x > 0].tolist()", ["a list", "a tensor is expected"]),
        ("return x[x > 0].numpy()", ["a NumPy array", "a tensor is expected"]),
        ("return x[x > 0].long()", ["int64", "floating-point is expected"]),
        ("return x @ x[0, 0]", ["stops with"]),
        ("y = x[x > 0]\nx += 1\nreturn y", ["changes its argument `x`"]),
    ],
)
def test_whatever_the_code_does_gets_one_clear_sentence(body, words):
    answer = check("2", solution_with(body))
    assert answer["status"] == "failed"
    for word in words:
        assert word in answer["sentence"]
    assert "\n" not in answer["sentence"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (RIGHT.replace("x > 0", "x >", 1), ["cannot read line", "invalid syntax"]),
        (RIGHT.replace("def positives", "def positive"), ["no `positives`", "`positive`"]),
        (RIGHT + "\npositives = 3\n", ["is a int", "function"]),
        (RIGHT + "\ndef positives():\n    return 1\n", ["does not take the arguments"]),
        (HEAD + "import torhc\n", ["stops on line 4", "torhc"]),
        ("", ["no `positives`"]),
        ("raise SystemExit", ["ends the whole program"]),
        ("while True:\n    pass\n", ["Stopped after 5 s"]),
    ],
)
def test_a_broken_file_gets_one_clear_sentence(source, words):
    answer = check("2", source)
    assert answer["status"] == "failed"
    for word in words:
        assert word in answer["sentence"]


def test_traceback_shows_only_the_learners_lines():
    answer = check(
        "2", solution_with("y = x.view(-1)\nreturn helper(y)\n\n\ndef helper(y):\n    return y @ 3")
    )
    assert [line.split(":")[0].split(", ")[1] for line in answer["lines"]] == ["in positives"]
    answer = check(
        "2",
        RIGHT
        + "\n\ndef helper(y):\n    return y @ 3\n\n\ndef positives(x):\n    return helper(x)\n",
    )
    assert [line.split(":")[0].split(", ")[1] for line in answer["lines"]] == [
        "in positives",
        "in helper",
    ]
    assert all("masks.py" not in line and "torch/" not in line for line in answer["lines"])


def test_print_flood_is_cut_and_the_answer_still_comes():
    answer = check(
        "2", solution_with("for i in range(20000):\n    print('line', i)\nreturn x[x > 0]")
    )
    assert answer["status"] == "passed"
    assert len(answer["printed"]) == 4000
    assert answer["dropped"] > 500_000


def test_files_that_the_code_writes_land_in_a_scratch_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = check("2", solution_with("open('lost.txt', 'w').write('a')\nreturn x[x > 0]"))
    assert answer["status"] == "passed"
    assert list(tmp_path.iterdir()) == []


def test_forbidden_shortcut_is_named_with_its_line():
    answer = check(
        "reductions", "import torch\n\n\ndef softmax(z):\n    return torch.softmax(z, 1)\n"
    )
    assert "line 5 uses `softmax`" in answer["sentence"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (("# étude\n" + RIGHT).encode("latin-1"), "Latin-1 (line 1)"),
        (RIGHT.encode("utf-16"), "UTF-16"),
    ],
)
def test_file_in_another_encoding_is_named_and_left_alone(tmp_path, data, word):
    path = tmp_path / "masks.py"
    path.write_bytes(data)
    answer = check_file(find("2", exercises()), path, "en")
    assert word in answer["sentence"]
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "encode", [lambda s: b"\xef\xbb\xbf" + s.encode(), lambda s: s.replace("\n", "\r\n").encode()]
)
def test_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path, encode):
    path = tmp_path / "masks.py"
    path.write_bytes(encode(RIGHT))
    assert check_file(find("2", exercises()), path, "en")["status"] == "passed"


def test_declared_encoding_is_accepted(tmp_path):
    path = tmp_path / "masks.py"
    path.write_bytes(("# coding: latin-1\n# été\n" + RIGHT).encode("latin-1"))
    assert check_file(find("2", exercises()), path, "en")["status"] == "passed"


def test_deleted_file_says_how_to_get_a_fresh_one(tmp_path):
    answer = check_file(find("2", exercises()), tmp_path / "masks.py", "en")
    assert "gone" in answer["sentence"]
    assert "gradatim lab reset 02-masks" in answer["sentence"]


def test_platforms_without_fork_use_a_fresh_process():
    exercise = find("2", exercises())
    request = {
        "exercise": str(exercise.path),
        "source": solution_with("return x[x >= 0]"),
        "file": str(Path("masks.py")),
        "language": "en",
        "seconds": 5.0,
        "optimizer": False,
        "pyrat": False,
    }
    answer = run_spawned(request)
    assert answer["mistake"]["name"] == "zero_counted_positive"
