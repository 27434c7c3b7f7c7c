"""End whatever a process started, however it tries to live on.

Killing a process group misses whoever has called setsid, and a process whose parent has ended is
handed to process 1. On Linux a reaper is handed such orphans instead (PR_SET_CHILD_SUBREAPER in
prctl(2)), so that all are its descendants. Elsewhere a word in the environment, which children
inherit, tells them apart from other processes.
"""

import contextlib
import ctypes
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

import psutil

SET_PARENT_DEATH_SIGNAL, SET_CHILD_SUBREAPER = 1, 36  # of <linux/prctl.h>
MARK = "GRADATIM_TREE"  # the environment variable that holds the word
PATIENCE = 3.0  # seconds that a guard may take to end its tree
POLL_INTERVAL = 0.5  # seconds in which a guard notices that its own parent has ended


def become_reaper() -> None:
    """Adopt the orphans among this process's descendants, where the system can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends, where the system can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def end_descendants(spared: Iterable[int] = ()) -> int:
    """End every descendant of this process, which should be a reaper.

    Args:
        spared: process ids of children that live on, with what they started.

    Returns:
        How many were ended.
    """
    ended: set[int] = set()
    while True:
        family = {process.pid: process for process in _descendants(os.getpid())}
        for pid in spared:
            for process in [pid, *(p.pid for p in _descendants(pid))]:
                family.pop(process, None)
        alive = [process for process in family.values() if _runs(process)]
        if not alive:
            return len(ended)
        _kill(alive)
        ended |= {process.pid for process in alive}
        _reap(alive)


def mark_environment() -> tuple[str, dict[str, str]]:
    """A new word, and an environment that holds it, for `subprocess.Popen`."""
    word = secrets.token_hex(8)
    return word, {**os.environ, MARK: word}


def end_tree(process: subprocess.Popen, word: str) -> None:
    """End a process that was started with a marked environment, and whatever it started.

    Args:
        process: of `subprocess.Popen`; on Linux it runs `guard`, which ends its own tree.
        word: of `mark_environment`.
    """
    family = _descendants(process.pid)
    if sys.platform == "linux":
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
    process.kill()
    process.wait()
    while family := [p for p in [*family, *_marked(word)] if _runs(p)]:
        _kill(family)
        psutil.wait_procs(family, timeout=1)


def guard(work: Callable[[], None], ended: Callable[[int], None] = lambda count: None) -> None:
    """Do the work in a fork and end what it leaves behind (Linux); elsewhere just do the work.

    Everything ends when the work ends, when SIGTERM arrives and when this process's parent ends.
    Two guards stand above the work, since its code may kill its own parent.

    Args:
        work: is done in the fork.
        ended: is told how many processes the work had left.
    """
    if sys.platform != "linux":
        work()
        return
    become_reaper()
    parent = os.getppid()
    inner = _fork(lambda: _inner_guard(work, ended))
    _wait_for(inner, parent)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(inner, signal.SIGTERM)
        end = time.monotonic() + PATIENCE / 2
        while os.waitpid(inner, os.WNOHANG)[0] == 0 and time.monotonic() < end:
            time.sleep(0.01)
    end_descendants()
    os._exit(0)


def _inner_guard(work: Callable[[], None], ended: Callable[[int], None]) -> None:
    become_reaper()
    parent = os.getppid()
    child = _fork(work)
    _wait_for(child, parent)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    ended(end_descendants())


def _fork(work: Callable[[], None]) -> int:
    """Do the work in a fork, in a session of its own; gives its process id."""
    child = os.fork()
    if child == 0:
        try:
            os.setsid()  # a signal to the group of the work does not reach its guards
            end_with_parent()
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            work()
        finally:
            sys.stdout.flush()
            os._exit(0)
    return child


def _wait_for(child: int, parent: int) -> None:
    """Return when the child has ended, this process's parent has ended, or SIGTERM arrives."""
    waited = {signal.SIGCHLD, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, waited)
    while os.getppid() == parent and os.waitpid(child, os.WNOHANG)[0] == 0:
        received = signal.sigtimedwait(waited, POLL_INTERVAL)
        if received is not None and received.si_signo == signal.SIGTERM:
            return


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def _marked(word: str) -> list[psutil.Process]:
    """The processes whose environment holds the word."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == word:
                found.append(process)
    return found


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:  # stopped first: a stopped process starts no other meanwhile
        with contextlib.suppress(psutil.Error):
            process.suspend()
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


def _reap(processes: list[psutil.Process]) -> None:
    """Wait until killed processes are gone; this process is their parent, or will be."""
    end = time.monotonic() + 1
    while any(_runs(process) for process in processes) and time.monotonic() < end:
        time.sleep(0.002)
    for process in processes:
        with contextlib.suppress(OSError):
            os.waitpid(process.pid, os.WNOHANG)
