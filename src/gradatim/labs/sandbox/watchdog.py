"""Watch over the child process of a request: time, memory, nobody waiting any more."""

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import psutil

from gradatim.labs.grading.messages import say
from gradatim.labs.loops import has_loop
from gradatim.labs.sandbox.limits import (
    FAMILY_INTERVAL,
    GRACE,
    MEMORY,
    PROCESSES,
    START,
    WRITTEN,
    Stopwatch,
    wall_seconds,
)
from gradatim.labs.sandbox.request import Request
from gradatim.process_tree import (
    become_reaper,
    end_descendants,
    end_tree,
    end_with_parent,
    mark_environment,
)

SCRATCH = "gradatim-check"  # begins the names of the folders in which children work
POLL_INTERVAL = 0.02  # seconds
MAX_ANSWER = 256 << 20  # characters that a child may send
# The child's own limit answers better, since it knows the line: this one comes later.
RESIDENT_MEMORY = 1.2 * MEMORY

Emit = Callable[[dict[str, Any]], None]
Work = Callable[[Request, Emit], None]


def run_forked(work: Work, request: Request, given_up: Callable[[], bool]) -> dict[str, Any]:
    """Do the work in a fork of this process, which has torch in memory already.

    This process becomes a reaper, and ends all its descendants: it should have no other children.

    Args:
        work: what the fork does, child.work.
        request: what it is asked.
        given_up: true where nobody waits for the answer any more.
    """
    become_reaper()
    with _scratch_folder(request.scratch) as scratch:
        return _run_forked(work, replace(request, scratch=scratch), given_up)


def _run_forked(work: Work, request: Request, given_up: Callable[[], bool]) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setsid()
            end_with_parent()
            _close_all_but(writing)
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

    def end() -> int:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        return end_descendants()

    with os.fdopen(reading, encoding="utf-8") as channel:
        return _supervise(pid, channel, request, given_up, end)


def run_spawned(request: Request) -> dict[str, Any]:
    """Do it in a fresh Python: slower by one import of torch, and possible everywhere."""
    with _scratch_folder() as scratch:
        return _run_spawned(replace(request, scratch=scratch))


def _run_spawned(request: Request) -> dict[str, Any]:
    word, environment = mark_environment()
    child = subprocess.Popen(
        [sys.executable, "-m", "gradatim.labs.sandbox.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment,
        start_new_session=True,  # without effect on Windows
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(request.to_line())
        child.stdin.close()

    def end() -> int:
        end_tree(child, word)
        return 0

    with child.stdout:
        return _supervise(child.pid, child.stdout, request, lambda: False, end)


@contextlib.contextmanager
def _scratch_folder(inside: str = "") -> Iterator[str]:
    """A folder for the child to work in, removed with whatever it holds."""
    folder = tempfile.mkdtemp(prefix=f"{SCRATCH}-{os.getpid()}-", dir=inside or None)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_scratch(watchdog: int) -> None:
    """Remove the folder of a watchdog that was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}-{watchdog}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _supervise(
    pid: int,
    channel: IO[str],
    request: Request,
    given_up: Callable[[], bool],
    end: Callable[[], int],
) -> dict[str, Any]:
    """The child's answer, or a sentence that says why there is none.

    Args:
        pid: the child.
        channel: the child's messages, one JSON object per line; it ends with the child.
        request: what the child was asked.
        given_up: true where nobody waits for the answer any more.
        end: ends the child and whatever it started; gives how many processes it had left.
    """
    messages: dict[str, Any] = {}
    reader = threading.Thread(target=_collect, args=(channel, messages), daemon=True)
    reader.start()
    begun = time.monotonic()
    watch = None
    problem = None
    while reader.is_alive() and "status" not in messages and problem is None and not given_up():
        reader.join(POLL_INTERVAL)
        if _has_ended(pid):  # what it started may hold the pipe open
            reader.join(10 * POLL_INTERVAL)
            # Its last seconds count too: on a busy machine the kernel's limit comes before a look.
            problem = watch.problem() if watch is not None else None
            break
        if watch is not None:
            problem = watch.problem()
        elif "working" in messages or time.monotonic() - begun > START:
            watch = _Watch(pid, request)
    if problem is None and watch is not None and watch.counted > request.all_seconds + GRACE / 2:
        problem = _time_sentence(request)  # the kernel's limit was faster
    ended = end()
    reader.join(0.5)  # not for ever: the pipe may still be held by what could not be ended
    answer = dict(messages)  # a copy: the reader may live on
    answer.pop("working", None)
    if not request.sealed:
        answer.pop("messages", None)
    if "status" not in answer:
        sentence = problem or say("died", request.language, where="")
        answer |= {"status": "failed", "stopped": True, "sentence": sentence}
    return {**answer, "left_running": ended} if ended else answer


class _Watch:
    """What the child and its descendants take, measured from outside."""

    def __init__(self, pid: int, request: Request) -> None:
        self.pid, self.request = pid, request
        self.stopwatch = Stopwatch(pid)
        self.used = self.first_used = _usage(pid)[0]
        self.first_memory = _usage(pid)[1]
        self.next_look = time.monotonic() + FAMILY_INTERVAL
        self.counted = 0.0

    def problem(self) -> str | None:
        """The sentence for what has passed its limit."""
        used, memory = _usage(self.pid)
        self.used = max(self.used, used)
        if time.monotonic() > self.next_look:
            self.next_look = time.monotonic() + FAMILY_INTERVAL
            return self._family_problem(memory) or self._time_problem()
        return self._memory_problem(memory) or self._time_problem()

    def _time_problem(self) -> str | None:
        self.counted = self.stopwatch.read(self.used - self.first_used)
        seconds = self.request.all_seconds
        late = self.counted > seconds + GRACE
        too_late = self.stopwatch.wall() > wall_seconds(seconds) + GRACE
        return _time_sentence(self.request, busy=not late) if late or too_late else None

    def _memory_problem(self, memory: float) -> str | None:
        if memory - self.first_memory <= RESIDENT_MEMORY:
            return None
        return say("memory", self.request.language, where="")

    def _family_problem(self, memory: float) -> str | None:
        """The same with the processes that the child started, and the files it wrote."""
        with contextlib.suppress(psutil.Error):
            family = psutil.Process(self.pid).children(recursive=True)
            if len(family) > PROCESSES:
                return say("processes", self.request.language, limit=PROCESSES)
            # A fork shares most of its memory with the child: only what is new counts.
            memory += sum(max(0.0, _usage(p.pid)[1] - self.first_memory) for p in family)
        if _size(Path(self.request.scratch)) > WRITTEN:
            return say("written", self.request.language, limit=WRITTEN >> 20)
        return self._memory_problem(memory)


def _time_sentence(request: Request, busy: bool = False) -> str:
    """What is said of code that did not end in time."""
    key = "busy" if busy else "time_loop" if has_loop(request.source) else "time"
    return say(key, request.language, seconds=int(request.seconds), where="")


def _collect(channel: IO[str], messages: dict[str, Any]) -> None:
    # The pipe ends when every process that holds it has ended; a child of the learner's code may
    # outlive the check, so the answer itself ends the reading.
    records: list[Any] = []
    size = 0
    with contextlib.suppress(ValueError, OSError):
        while size < MAX_ANSWER and (line := channel.readline(MAX_ANSWER)):
            size += len(line)
            message = {}
            with contextlib.suppress(json.JSONDecodeError, RecursionError):
                message = json.loads(line)
            if not isinstance(message, dict):
                continue
            if "at" in message or "kind" in message:  # what a sealed request records
                records.append(message)
                continue
            messages.update(message)
            if "status" in message:
                break
    messages["messages"] = records


def _close_all_but(kept: int) -> None:
    """Close the sockets and pipes of this process, which lead to whoever waits for the answer."""
    for name in os.listdir("/proc/self/fd") if sys.platform == "linux" else ():
        with contextlib.suppress(OSError):
            mode = os.fstat(int(name)).st_mode
            if int(name) != kept and (stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode)):
                os.close(int(name))


def _has_ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True


def _usage(pid: int) -> tuple[float, float]:
    """CPU seconds that a process has used and bytes of memory that it holds."""
    try:
        with (process := psutil.Process(pid)).oneshot():
            times = process.cpu_times()
            return times.user + times.system, process.memory_info().rss
    except psutil.Error:
        return 0.0, 0.0


def _size(folder: Path) -> int:
    """Bytes of the files in a folder, as far as they can be seen."""
    total = 0
    with contextlib.suppress(OSError):
        for path in folder.rglob("*"):
            total += path.lstat().st_size
    return total
