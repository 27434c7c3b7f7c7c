"""A limited child process answers whatever the learner's code does, with a server or without."""

import shutil

import pytest

from gradatim.labs.check import check
from gradatim.labs.exercise import BUILT_IN, exercises, find
from gradatim.labs.sandbox import remote_call
from gradatim.labs.sandbox.request import Request
from tests.labs.masks import solution_with


def set_with_seconds(root, seconds):
    """A set whose only exercise, 02-masks, has so many seconds of time."""
    shutil.copytree(BUILT_IN / "02-masks", root / "02-masks")
    (root / "02-masks" / "exercise.toml").write_text(f"seconds = {seconds}")
    return root


@pytest.fixture(scope="module")
def one_second(tmp_path_factory):
    return set_with_seconds(tmp_path_factory.mktemp("set"), 1)


@pytest.fixture(scope="module")
def one_minute(tmp_path_factory):
    return set_with_seconds(tmp_path_factory.mktemp("set"), 60)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("while True:\n    pass", ["Stopped after 1 s", "`positives`", "line", "loop"]),
        ("while True:\n    try:\n        x + 1\n    except:\n        pass", ["Stopped after 1 s"]),
        ("import os\nos._exit(0)", ["Python itself ended"]),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", ["Python itself ended"]),
    ],
)
def test_whatever_the_code_does_gets_one_clear_sentence(body, words, one_second):
    answer = check("2", solution_with(body), root=one_second)
    assert answer["status"] == "failed"
    for word in words:
        assert word in answer["sentence"]
    assert "\n" not in answer["sentence"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return torch.zeros(10**11)", ["memory", "`positives`"]),
        ("parts = []\nwhile True:\n    parts.append(torch.ones(10**7))", ["memory"]),
        ("parts = []\nwhile True:\n    parts.append('a' * 10**7)", ["memory"]),
    ],
)
def test_too_much_memory_is_told_however_long_a_gigabyte_takes(body, words, one_minute):
    answer = check("2", solution_with(body), root=one_minute)
    assert answer["status"] == "failed"
    for word in words:
        assert word in answer["sentence"]


def test_a_file_that_never_ends_while_it_is_read_is_stopped(one_second):
    answer = check("2", "while True:\n    pass\n", root=one_second)
    assert "Stopped after 1 s" in answer["sentence"]


def test_print_flood_is_cut_and_the_answer_still_comes():
    flood = "for i in range(20000):\n    print('line', i)\nreturn x[x > 0]"
    answer = check("2", solution_with(flood))
    assert answer["status"] == "passed"
    assert len(answer["printed"]) == 4000
    assert answer["dropped"] > 500_000


@pytest.mark.parametrize(
    ("number", "code", "printed"),
    [
        (  # changed solutions that warn are tried meanwhile
            "17",
            "class BatchNorm(BatchNorm):\n"
            "    def forward(self, x):\n"
            "        print('mine')\n"
            "        return x.mean(0)\n",
            {"mine"},
        ),
        (  # the game tells on stderr that our own player has stopped it
            "37",
            "class MyPlayer(MyPlayer):\n"
            "    def turn(self, maze, game_state):\n"
            "        return Action.NOTHING\n",
            set(),
        ),
    ],
)
def test_only_what_the_learner_prints_is_shown(number, code, printed):
    solution = find(number, exercises()).solution
    answer = check(number, f"{solution}\n\n{code}")
    assert answer["status"] == "failed"
    assert set(answer.get("printed", "").split()) == printed


def test_files_that_the_code_writes_land_in_a_scratch_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = check("2", solution_with("open('lost.txt', 'w').write('a')\nreturn x[x > 0]"))
    assert answer["status"] == "passed"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("why", ["no fork here", "no socket here"])
def test_without_a_server_a_fresh_process_answers(monkeypatch, why):
    def refuse(request):
        raise PermissionError("no socket here")

    monkeypatch.setattr(remote_call, "server_possible", lambda: why != "no fork here")
    monkeypatch.setattr(remote_call, "ask_server", refuse)
    exercise = find("2", exercises())
    request = Request(
        exercise=str(exercise.path),
        source=solution_with("return x[x >= 0]"),
        file="masks.py",
        language="en",
        seconds=5.0,
    )
    assert remote_call.run(request)["mistake"]["name"] == "zero_counted_positive"
