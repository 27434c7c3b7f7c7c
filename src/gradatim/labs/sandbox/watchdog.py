"""Watch over the child process of a request: wall time, memory, nobody waiting any more."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO, Any

import psutil

from gradatim.labs.grading.messages import say
from gradatim.labs.sandbox.limits import GRACE, MEMORY, START, wall_seconds
from gradatim.labs.sandbox.request import Request

POLL_INTERVAL = 0.02  # seconds
# The child's own limit answers better, since it knows the line: this one comes later.
RESIDENT_MEMORY = 1.2 * MEMORY

Emit = Callable[[dict[str, Any]], None]
Work = Callable[[Request, Emit], None]


def run_forked(work: Work, request: Request, given_up: Callable[[], bool]) -> dict[str, Any]:
    """Do the work in a fork of this process, which has torch in memory already.

    Args:
        work: what the fork does, child.work.
        request: what it is asked.
        given_up: true where nobody waits for the answer any more.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setsid()
            os.close(reading)
            channel = os.fdopen(writing, "w", encoding="utf-8")

            def emit(message: dict[str, Any]) -> None:
                channel.write(json.dumps(message) + "\n")
                channel.flush()

            work(request, emit)
            code = 0
        except BaseException:
            with contextlib.suppress(OSError):
                sys.stderr.write(traceback.format_exc())
        finally:
            os._exit(code)  # nothing that the learner registered with atexit runs
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as channel:
        answer = _supervise(pid, channel, request, given_up)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
    return answer


def run_spawned(request: Request) -> dict[str, Any]:
    """Do it in a fresh Python: slower by one import of torch, and possible everywhere."""
    child = subprocess.Popen(
        [sys.executable, "-m", "gradatim.labs.sandbox.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        start_new_session=hasattr(os, "setsid"),
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(request.to_line())
        child.stdin.close()
    with child.stdout:
        answer = _supervise(child.pid, child.stdout, request, lambda: False)
    child.wait()
    return answer


def _supervise(
    pid: int, channel: IO[str], request: Request, given_up: Callable[[], bool]
) -> dict[str, Any]:
    """The child's answer, or a sentence that says why there is none.

    Args:
        pid: the child; it is killed, with whatever it started, before this returns.
        channel: the child's messages, one JSON object per line; it ends with the child.
        request: what the child was asked.
        given_up: true where nobody waits for the answer any more.
    """
    messages: dict[str, Any] = {}
    reader = threading.Thread(target=_collect, args=(channel, messages), daemon=True)
    reader.start()
    start = time.monotonic()
    seconds, language = request.seconds, request.language
    first_memory: int | None = None
    problem = None
    working = False
    while reader.is_alive() and "status" not in messages:
        reader.join(POLL_INTERVAL)
        if "scratch" not in messages and time.monotonic() - start < START:
            continue  # still importing torch
        if not working:
            working, start = True, time.monotonic()
        if time.monotonic() - start > wall_seconds(seconds) + GRACE:
            problem = say("time", language, seconds=int(seconds), where="")
            break
        if given_up():
            break
        memory = _memory(pid)
        first_memory = first_memory or memory
        if memory - first_memory > RESIDENT_MEMORY:
            problem = say("memory", language, limit="1 GB", where="")
            break
    _kill(pid)
    reader.join(0.5)
    shutil.rmtree(messages.pop("scratch", ""), ignore_errors=True)
    if "status" in messages:
        return messages
    if problem is None and time.monotonic() - start > seconds + 2:
        problem = say("time", language, seconds=int(seconds), where="")  # the CPU limit's kill
    sentence = problem or say("died", language, where="")
    return {"status": "failed", "stopped": True, "sentence": sentence}


def _collect(channel: IO[str], messages: dict[str, Any]) -> None:
    # The pipe ends when every process that holds it has ended; a child of the learner's code may
    # outlive the check, so the answer itself ends the reading.
    for line in channel:
        with contextlib.suppress(json.JSONDecodeError):
            messages.update(json.loads(line))
        if "status" in messages:
            return


def _memory(pid: int) -> int:
    """Bytes of memory that the process holds."""
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def _kill(pid: int) -> None:
    """End the child and its own session, so that nothing that the learner started lives on."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg") and os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
