"""Whatever a process started ends with it, also what has left its group and its parents."""

import subprocess
import sys

import psutil
import pytest

from gradatim import process_tree
from gradatim.process_tree import end_tree, mark_environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the test itself forks")


def runs(pid):
    """Whether a process runs; process 1 may not have taken note of its end yet."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


FORK_TWICE = """
import os, time
if os.fork() == 0:
    os.setsid()
    child = os.fork()
    if child == 0:
        time.sleep(500)
    print(child, flush=True)
    os._exit(0)
os.wait()
"""
AS_REAPER = """
import os, subprocess
from gradatim.process_tree import become_reaper, end_descendants
become_reaper()
kept = subprocess.Popen(["sleep", "500"])
lost = int(subprocess.run(["sh", "-c", "setsid sleep 500 >/dev/null & echo $!"],
                          stdout=subprocess.PIPE).stdout)
print(end_descendants(spared=[kept.pid]), os.path.exists(f"/proc/{lost}"), kept.poll())
print(end_descendants())
"""


def test_a_reaper_ends_orphans_and_spares_whom_it_knows():
    told = subprocess.run([sys.executable, "-c", AS_REAPER], capture_output=True, text=True)
    assert told.stdout.split() == ["1", "False", "None", "1"], told.stderr


@pytest.mark.parametrize("ends", [True, False])
def test_orphans_are_told_by_their_environment_where_there_is_no_reaper(monkeypatch, ends):
    word, environment = mark_environment()
    waits = "" if ends else "\ntime.sleep(500)"
    process = subprocess.Popen(
        [sys.executable, "-c", FORK_TWICE + waits],
        **{"env": environment, "stdout": subprocess.PIPE, "text": True},
    )
    orphan = int(process.stdout.readline())
    assert psutil.Process(orphan).is_running()
    monkeypatch.setattr(process_tree.sys, "platform", "darwin")
    end_tree(process, word)
    assert process.returncode is not None
    assert not runs(orphan)


def test_a_guard_ends_its_tree_when_it_is_asked_to_end():
    code = "from gradatim.process_tree import guard\ndef work():\n"
    code += "    " + (FORK_TWICE + "time.sleep(500)").replace("\n", "\n    ")
    word, environment = mark_environment()
    process = subprocess.Popen(
        [sys.executable, "-c", f"{code}\nguard(work)"],
        **{"env": environment, "stdout": subprocess.PIPE, "text": True},
    )
    orphan = int(process.stdout.readline())
    end_tree(process, word)
    assert process.returncode == 0
    assert not runs(orphan)
