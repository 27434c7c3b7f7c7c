"""Limits of time: what counts, and that the timer raises in the learner's own line."""

import signal

import pytest

from gradatim.labs.sandbox.limits import Stopwatch, start_timers, stop_timers, wall_seconds


def test_a_limit_of_cpu_time_ends_on_a_busy_machine_too():
    assert wall_seconds(2) > 3 * 2


def test_used_time_counts_and_waiting_for_others_does_not():
    watch = Stopwatch()
    assert watch.read(used=3.0) == 3.0
    assert 0 <= watch.read(used=0.0) <= watch.wall() + 1


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
