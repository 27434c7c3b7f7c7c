"""Nothing that a learner's file starts is left, and every verdict comes in time."""

import sys
import tempfile
import time
from pathlib import Path

import pytest

from gradatim.labs.check import check
from gradatim.labs.exercise import exercises, find
from gradatim.labs.sandbox import remote_call
from gradatim.labs.sandbox.limits import Stopwatch
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.watchdog import SCRATCH, remove_scratch
from tests.labs.masks import solution_with
from tests.labs.sandbox.hostile import HOSTILE, alive, body

linux = pytest.mark.skipif(sys.platform != "linux", reason="forks and setsid")


@linux
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_is_left_behind_and_the_answer_says_so(kind, tmp_path):
    notes = tmp_path / "notes"
    notes.touch()
    answer = check("2", solution_with(body(kind, notes)))
    assert notes.read_text()
    end = time.monotonic() + 60  # a killed watchdog is noticed at the server's next look
    while alive(notes) and time.monotonic() < end:
        time.sleep(0.05)
    assert alive(notes) == []
    if kind == "kills its watchdog":
        assert "Python itself ended" in answer["sentence"]
    else:
        assert answer["status"] == "passed"
        assert answer["left_running"] >= 1


@linux
def test_nothing_is_left_behind_without_a_server(tmp_path):
    notes = tmp_path / "notes"
    notes.touch()
    request = Request(
        exercise=str(find("2", exercises()).path),
        source=solution_with(body("fork twice", notes)),
        file="masks.py",
        language="en",
        seconds=4.0,
    )
    answer = remote_call.run_spawned(request)
    assert answer["status"] == "passed"
    assert notes.read_text()
    assert alive(notes) == []


@linux
def test_a_file_that_forks_without_end_is_stopped():
    answer = check("2", solution_with("import os\nwhile True:\n    os.fork()"))
    assert "more than 32 processes" in answer["sentence"]


def test_the_folder_of_a_killed_watchdog_is_removed():
    mine = Path(tempfile.mkdtemp(prefix=f"{SCRATCH}-987654321-"))
    (mine / "file").touch()
    other = Path(tempfile.mkdtemp(prefix=f"{SCRATCH}-9876543210-"))
    remove_scratch(987654321)
    assert not mine.exists()
    assert other.exists()
    other.rmdir()


SLOW = {
    "1 MB": lambda: "# " + "x" * 1_000_000,
    "180 kB of code": lambda: solution_with("return x[x > 0]") + "\na = [1, 2]" * 15_000,
    "endless repr": lambda: solution_with(
        "class Odd:\n    def __repr__(self):\n        while True: pass\nreturn Odd()"
    ),
    "endless error text": lambda: solution_with(
        "class Odd(Exception):\n    def __str__(self):\n        while True: pass\nraise Odd"
    ),
    "files": lambda: solution_with(
        "for i in range(100):\n    open(f'{i}', 'wb').write(bytes(60_000_000))\nreturn x[x > 0]"
    ),
    "slow growth": lambda: solution_with(
        "parts = []\nimport time\nwhile True:\n    parts.append('a' * 10**6)\n    time.sleep(0.01)"
    ),
    "swallowed": lambda: solution_with(
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "sleep": lambda: solution_with("import time\ntime.sleep(100)"),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_verdict_comes_in_time(kind):
    watch = Stopwatch()
    answer = check("2", SLOW[kind]())
    seconds = watch.read(0)  # on a busy machine less than what the clock says
    assert seconds < 6
    assert answer["status"] == ("passed" if kind == "180 kB of code" else "failed")


def test_a_loop_is_asked_about_only_where_there_is_one():
    sleeping = check("2", solution_with("import time\ntime.sleep(100)"))
    assert "loop" not in sleeping["sentence"]
    assert "Stopped after 4 s in `positives`" in sleeping["sentence"]
