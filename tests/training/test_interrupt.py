"""Ctrl-C and SIGTERM become a flag inside the block; outside, signals are as before."""

import signal
import threading

import pytest

from gradatim.training.interrupt import Interrupt


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_noted_and_its_handler_comes_back(number):
    before = signal.getsignal(number)
    with Interrupt() as interrupt:
        assert not interrupt.raised
        signal.raise_signal(number)
        assert interrupt.raised
    assert signal.getsignal(number) is before


def test_a_second_ctrl_c_ends_at_once():
    with Interrupt() as interrupt:
        signal.raise_signal(signal.SIGINT)
        assert interrupt.raised
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_outside_the_main_thread_nothing_is_changed():
    seen = []

    def work():
        with Interrupt() as interrupt:
            seen.append((interrupt.raised, signal.getsignal(signal.SIGTERM)))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [(False, before)]
