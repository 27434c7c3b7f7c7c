"""Calls that only POSIX has stand where another branch serves the other systems."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gradatim

SOURCE = Path(gradatim.__file__).parent
FILES = [p for p in SOURCE.rglob("*.py") if "exercises" not in p.relative_to(SOURCE).parts]
POSIX = {
    *("os.fork", "os.setsid", "os.getuid", "os.killpg", "os.getpgid", "os.setpgid", "os.waitpid"),
    *("os.WNOHANG", "os.WIFSIGNALED", "os.mkfifo", "os.geteuid", "os.nice", "os.getloadavg"),
    *("signal.SIGKILL", "signal.SIGALRM", "signal.SIGPROF", "signal.SIGCHLD", "signal.setitimer"),
    *("signal.pthread_sigmask", "signal.sigtimedwait", "signal.alarm", "socket.AF_UNIX"),
    *("fcntl", "resource", "termios", "tty", "select.select"),
}
# Where they stand, and what serves the systems that do not have them.
PLACES = {
    "labs/sandbox/fork_server.py": "Linux only: remote_call.server_possible; else run_spawned",
    "labs/sandbox/remote_call.py": "server_address and _connect: behind server_possible",
    "labs/sandbox/watchdog.py": "run_forked: Linux only, as child.main and the server call it",
    "labs/sandbox/limits.py": "behind hasattr(signal, 'setitimer') and sys.platform == 'linux'",
    "labs/grading/changes/changed_code.py": "behind hasattr(signal, 'ITIMER_VIRTUAL')",
    "process_tree.py": "guard and end_with_parent: Linux; end_descendants: only called there",
    "cli/lab/file_watcher.py": "msvcrt on Windows",
    "models/hub/chat_template.py": "_little_memory: without a limit elsewhere than on Linux",
}


def test_every_posix_call_is_in_a_place_that_has_another_branch():
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                name, module = f"{node.value.id}.{node.attr}", node.value.id
                if name in POSIX or module in POSIX:
                    found.add(path.relative_to(SOURCE).as_posix())
    assert found == set(PLACES)


def test_files_are_flushed_in_one_place():
    """Windows flushes only what is open for writing; tests/test_files.py imitates that there."""
    flushing = [p for p in FILES if re.search(r"\b(fsync|fdatasync)\b", p.read_text("utf-8"))]
    assert flushing == [SOURCE / "files.py"]


IMITATION = """
import multiprocessing, subprocess, sys, os, signal, socket
import psutil, torch, torch._dynamo, numpy, rich.console, starlette, uvicorn
from gradatim.labs.exercise import exercises, find  # the same on all systems
for name in ("fork", "setsid", "getuid", "killpg", "getpgid", "waitpid", "WNOHANG"):
    delattr(os, name)
for name in ("setitimer", "SIGALRM", "SIGPROF", "pthread_sigmask", "sigtimedwait"):
    delattr(signal, name)
del socket.AF_UNIX
for name in ("fcntl", "resource", "termios", "tty"):
    sys.modules[name] = None
sys.platform = {platform!r}
import tempfile
from gradatim.labs.sandbox import child, remote_call
from gradatim.labs.sandbox.request import Request
assert not remote_call.server_possible() and not remote_call.server_runs()
remote_call.start_server()
exercise = find("2", exercises())
for sealed in (False, True):
    request = Request(
        exercise=str(exercise.path), source=exercise.solution, file="masks.py", language="en",
        seconds=4.0, scratch=tempfile.mkdtemp(dir="."), sealed=sealed,
    )
    messages = []
    child.work(request, messages.append)
    print(messages[-1]["status"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="imitates the other systems on Linux")
def test_a_child_without_fork_and_timers_answers(tmp_path):
    result = subprocess.run(
        [sys.executable, "-c", IMITATION.format(platform="darwin")],
        **{"capture_output": True, "text": True, "timeout": 120, "cwd": tmp_path},
    )
    assert result.stdout.split() == ["passed", "recorded"], result.stderr


WINDOWS = """
import importlib, os, pkgutil, signal, socket, sys, types
import gradatim
names = [
    module.name for module in pkgutil.walk_packages(gradatim.__path__, "gradatim.")
    if "exercises" not in module.name and not module.name.endswith(("__main__", "exported_search"))
]
for name in names:  # with what they import from others, which is the same on all systems
    importlib.import_module(name)
# What Python's own subprocess and psutil call on Linux stays: SIGKILL, waitpid.
for name in ("fork", "setsid", "getuid", "geteuid", "killpg", "getpgid", "setpgid", "nice",
             "getloadavg", "mkfifo", "O_PATH"):
    delattr(os, name)
for name in ("setitimer", "ITIMER_VIRTUAL", "ITIMER_PROF", "ITIMER_REAL", "SIGALRM", "SIGPROF",
             "SIGVTALRM", "SIGCHLD", "pthread_sigmask", "sigtimedwait", "alarm"):
    delattr(signal, name)
del socket.AF_UNIX
sys.modules |= dict.fromkeys(("fcntl", "resource", "termios", "tty"))
sys.modules["msvcrt"] = types.SimpleNamespace(kbhit=lambda: False)
os.environ["USERNAME"] = "learner"
sys.platform = "win32"
for name in [name for name in sys.modules if name.partition(".")[0] == "gradatim"]:
    del sys.modules[name]
for name in names:
    importlib.import_module(name)
from gradatim.cli import main
for words in ("train digits-mlp --steps 3 --out run", "report run", "lab init lab"):
    main(words.split())
os.chdir("lab")
try:
    main(["lab", "check", "1"])
except SystemExit as end:
    assert end.code == 1
"""


@pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")
def test_every_module_loads_and_a_run_a_report_and_a_check_work_as_on_windows(tmp_path):
    result = subprocess.run(
        [sys.executable, "-c", WINDOWS],
        **{"capture_output": True, "text": True, "timeout": 300, "cwd": tmp_path},
    )
    assert "Not solved yet" in result.stdout, result.stderr
    assert (tmp_path / "run" / "report.html").exists()
