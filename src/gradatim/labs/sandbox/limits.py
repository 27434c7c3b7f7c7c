"""The limits under which a learner's code runs: time, memory, size of files.

The timers raise inside the learner's own line, which is how the answer can name that line. What
ignores them (a loop inside C, a bare `except`) is killed from outside by watchdog.py.
"""

import contextlib
import math
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

if sys.platform == "linux":
    import resource

MEMORY = 1 << 30  # bytes that a learner's code may take on top of what torch takes
FILE_SIZE = 64 << 20  # bytes of a file that it may write
WRITTEN = 256 << 20  # bytes that it may leave in its scratch folder
PROCESSES = 32  # that it may start and let run
START = 120.0  # seconds that a process may take to import torch on a slow or busy machine
GRACE = 1.0  # seconds between the timers inside the process and the kill from outside
FAMILY_INTERVAL = 0.25  # seconds between two looks for the processes that a process started
REPEAT = 0.5  # seconds until a timer raises again where the first time was swallowed


def wall_seconds(seconds: float) -> float:
    """Wall time that ends a check even on a busy machine: a twentieth of a core is enough."""
    return 20 * seconds + 30


class Stopwatch:
    """Time that counts against a limit: what a process used or slept.

    Waiting for a core on a busy machine does not count. Linux says how long a process waited; where
    the system does not, what counts is time in which a core was idle.
    """

    def __init__(self, pid: int | None = None) -> None:
        """Start now.

        Args:
            pid: the process, whose descendants are asked as well; None where it is not known.
        """
        self.pid, self.next_look = pid, 0.0
        self.family: list[int] = []
        self.waits: dict[str, float] = {}  # thread -> seconds; one that has ended stays
        self.start, self.idle = time.monotonic(), _idle_seconds()
        self.first_wait = self._waited()

    def wall(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.start

    def read(self, used: float) -> float:
        """Seconds that count, where the process used so many of CPU time."""
        waited = self._waited()
        if waited is not None and self.first_wait is not None:
            return max(used, self.wall() - (waited - self.first_wait))
        return max(used, min(self.wall(), _idle_seconds() - self.idle))

    def _waited(self) -> float | None:
        """Seconds that the threads of the processes waited for a core, None where nobody knows."""
        if self.pid is None or sys.platform != "linux":
            return None
        if time.monotonic() > self.next_look:
            self.next_look = time.monotonic() + FAMILY_INTERVAL
            with contextlib.suppress(psutil.Error, OSError):
                family = psutil.Process(self.pid).children(recursive=True)
                self.family = [self.pid, *(process.pid for process in family)]
        for path in [
            p for pid in self.family for p in Path(f"/proc/{pid}/task").glob("*/schedstat")
        ]:
            with contextlib.suppress(OSError, ValueError):
                _, waited, slices = map(int, path.read_text().split())
                if slices:  # else this kernel does not count
                    self.waits[str(path)] = waited / 1e9
        return sum(self.waits.values()) if self.waits else None


def _idle_seconds() -> float:
    times = psutil.cpu_times()
    return times.idle + getattr(times, "iowait", 0.0)  # of all cores together


def start_timers(seconds: float, out_of_time: Callable[[bool], BaseException]) -> None:
    """Raise an exception in this process when its time is over, where the system can.

    Args:
        seconds: of CPU time.
        out_of_time: makes the exception; is told whether other programs took the time.
    """
    watch, before = Stopwatch(os.getpid()), time.process_time()

    def expire(signum: int, frame: Any) -> None:
        counted = watch.read(time.process_time() - before)
        if counted >= seconds - REPEAT / 2:
            raise out_of_time(False)
        if watch.wall() > wall_seconds(seconds):
            raise out_of_time(True)

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, expire)
        signal.signal(signal.SIGALRM, expire)
        signal.setitimer(signal.ITIMER_PROF, seconds, REPEAT)
        signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT)


def limit_process(seconds: float) -> None:
    """Limit what this process takes; the watchdog watches it everywhere.

    Args:
        seconds: of CPU time until the kernel ends it.
    """
    if sys.platform == "linux":
        # torch has reserved gigabytes of address space by now: the limit counts from there.
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        addresses = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
        # The kernel's own limit is the last resort, so it comes after the timers and GRACE.
        cpu = math.ceil(time.process_time() + seconds + GRACE) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stop_timers() -> None:
    """End the time limits: what follows is our own code."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
