"""Limits of time: what counts, and that the timer raises in the learner's own line."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

from gradatim.labs.sandbox.limits import Stopwatch, start_timers, stop_timers, wall_seconds


def test_a_limit_of_cpu_time_ends_on_a_busy_machine_too():
    assert wall_seconds(2) > 3 * 2


def test_used_time_counts_and_waiting_for_others_does_not():
    watch = Stopwatch()
    assert watch.read(used=3.0) == 3.0
    assert 0 <= watch.read(used=0.0) <= watch.wall() + 1


SPIN = [sys.executable, "-c", "while True: pass"]
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells waiting from sleeping")


@contextlib.contextmanager
def spinning(cores):
    """Two programs that keep each of the cores busy; gives their processes."""
    programs = [subprocess.Popen(SPIN) for _ in cores for _ in range(2)]
    try:
        for program, core in zip(programs, [*cores, *cores], strict=True):
            os.sched_setaffinity(program.pid, {core})
        yield programs
    finally:
        for program in programs:
            program.kill()
            program.wait()


@linux
def test_sleeping_counts_though_no_core_is_idle():
    with spinning(os.sched_getaffinity(0)), subprocess.Popen(["sleep", "60"]) as sleeping:
        watch = Stopwatch(sleeping.pid)
        time.sleep(0.5)
        counted = watch.read(used=0.0)
        sleeping.kill()
        assert counted > 0.3


@linux
def test_waiting_for_a_core_does_not_count():
    with spinning([min(os.sched_getaffinity(0))]) as programs:
        time.sleep(0.1)
        watch = Stopwatch(programs[0].pid)
        time.sleep(1.0)
        assert watch.read(used=0.0) < 0.8 * watch.wall()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timers")
def test_the_timer_raises_in_the_line_that_runs():
    class Over(Exception):
        pass

    def endless():
        while True:
            pass

    before = [signal.getsignal(number) for number in (signal.SIGPROF, signal.SIGALRM)]
    start_timers(0.1, Over)
    try:
        with pytest.raises(Over):
            endless()
    finally:
        stop_timers()
        for number, handler in zip((signal.SIGPROF, signal.SIGALRM), before, strict=True):
            signal.signal(number, handler)
