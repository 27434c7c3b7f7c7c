"""The runner's promises: newest frame wins, divergence, absence, the cap on trainings."""

import threading
import time

import pytest

from gradatim.errors import UserError
from gradatim.views.core import runner as runners
from gradatim.views.core.controls import Number
from gradatim.views.core.engine import Engine
from gradatim.views.core.runner import Runner


class Counter(Engine):
    """Counts, and diverges at 50."""

    name = "perceptron"  # whose words it borrows
    controls = {"size": Number(1, 0, 100), "seed": Number(0, 0, 9)}  # noqa: RUF012
    live = ("size",)
    pace = 200.0

    def start(self):
        self.value = 0

    def advance(self):
        self.value += 1
        if self.value == 13:
            raise RuntimeError("a mistake of ours")

    def finite(self):
        return self.value != 50

    def state(self):
        return self.value

    def restore(self, state):
        self.value = state

    def frame(self):
        return {"value": self.value, "size": self.values["size"]}


class Steady(Counter):
    def advance(self):
        self.value += 1


@pytest.fixture
def run():
    started = []

    def start(engine):
        sent = []
        runner = Runner(engine, lambda header, buffers: sent.append(header))
        started.append(runner)
        return runner, sent

    yield start
    for runner in started:
        runner.close()
        runner.thread.join(5)


def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def frames(sent):
    return [header for header in sent if header["type"] == "frame"]


def test_next_frame_waits_until_the_last_was_drawn_and_is_the_newest(run):
    runner, sent = run(Steady())
    runner.receive({"type": "ready"}, [])
    assert until(lambda: frames(sent))
    for size in range(2, 60):
        runner.receive({"type": "set", "name": "size", "value": size}, [])
    time.sleep(0.2)
    assert len(frames(sent)) == 1
    runner.receive({"type": "drawn", "id": 1}, [])
    assert until(lambda: len(frames(sent)) == 2)
    assert frames(sent)[1]["data"]["size"] == 59


def test_a_divergence_stops_at_the_last_finite_step(run):
    runner, _ = run(Steady())
    runner.receive({"type": "play"}, [])
    assert until(lambda: runner.engine.diverged)
    assert until(lambda: not runner.playing)
    assert runner.engine.value == 49
    runner.receive({"type": "rewind", "k": 20}, [])
    assert until(lambda: runner.engine.value == 29)
    assert not runner.engine.diverged


def test_a_mistake_of_ours_is_told_and_the_thread_lives_on(run):
    runner, sent = run(Counter())
    runner.receive({"type": "step", "n": 20}, [])
    assert until(lambda: any(header["type"] == "error" for header in sent))
    runner.receive({"type": "reset"}, [])
    assert until(lambda: runner.engine.value == 0)
    assert runner.thread.is_alive()


def test_a_frame_that_fails_is_not_tried_again_and_again(run):
    class Unseen(Steady):
        def frame(self):
            if self.value == 2:
                raise RuntimeError("a mistake of ours")
            return super().frame()

    runner, sent = run(Unseen())
    runner.receive({"type": "ready"}, [])
    assert until(lambda: frames(sent))
    runner.receive({"type": "drawn", "id": frames(sent)[-1]["id"]}, [])
    runner.receive({"type": "step", "n": 2}, [])
    assert until(lambda: any(header["type"] == "error" for header in sent))
    time.sleep(0.3)
    assert sum(header["type"] == "error" for header in sent) == 1
    runner.receive({"type": "step", "n": 1}, [])
    assert until(lambda: frames(sent)[-1]["data"]["value"] == 3)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "nonsense"},
        {"type": ["play"]},
        {"type": "set"},
        {"type": "set", "name": ["size"], "value": 3},
        {"type": "set", "name": "size", "value": {"a": 1}},
        {"type": "set", "name": "size", "value": 10**400},
        {"type": "step", "n": "many"},
        {"type": "rewind", "k": -5},
        {"type": "speed", "value": "fast"},
        {"type": "act", "name": "_control", "value": "seed"},
        {"type": "act", "name": "reset"},
        {"type": "file", "name": "x"},
        {"type": "drawn", "id": []},
    ],
)
def test_a_crafted_message_is_refused_and_the_view_lives_on(run, message):
    runner, sent = run(Steady())
    runner.receive(message, [])
    assert until(lambda: any(header["type"] == "error" for header in sent))
    assert not any("mistake" in header.get("text", "") for header in sent)
    runner.receive({"type": "step", "n": 3}, [])
    assert until(lambda: runner.engine.value == 3)


class Stubborn(Steady):
    def advance(self):
        raise UserError("not on this board")


def test_a_run_that_cannot_go_on_says_so_once_and_stops(run):
    runner, sent = run(Stubborn())
    runner.receive({"type": "play"}, [])
    assert until(lambda: any("this board" in header.get("text", "") for header in sent))
    assert until(lambda: not runner.playing)
    time.sleep(0.2)
    assert sum("this board" in header.get("text", "") for header in sent) == 1


def test_the_address_names_the_step_of_a_run_that_stands(run):
    runner, sent = run(Steady())
    runner.receive({"type": "ready"}, [])
    runner.receive({"type": "step", "n": 3}, [])
    runner.receive({"type": "drawn", "id": 1}, [])
    assert until(lambda: any(h.get("address", {}).get("step") == "3" for h in frames(sent)))


def test_training_stops_when_the_page_shows_nothing_any_more(run, monkeypatch):
    monkeypatch.setattr(runners, "ABSENCE", 0.3)
    runner, _ = run(Steady())
    runner.engine.pace = 20.0
    runner.receive({"type": "play"}, [])
    assert until(lambda: runner.playing)
    assert until(lambda: not runner.playing, 3)


def test_only_so_many_trainings_run_at_once(run, monkeypatch):
    monkeypatch.setattr(runners, "_training_slots", threading.BoundedSemaphore(1))
    first, _ = run(Steady())
    second, sent = run(Steady())
    for runner in (first, second):
        runner.engine.pace = 5.0
    first.receive({"type": "play"}, [])
    assert until(lambda: first.playing)
    second.receive({"type": "play"}, [])
    assert until(lambda: any("trainings" in header.get("text", "") for header in sent))
    first.receive({"type": "pause"}, [])
    assert until(lambda: not first.playing)
    second.receive({"type": "play"}, [])
    assert until(lambda: second.playing)


def test_unknown_control_is_named():
    with pytest.raises(UserError, match="did you mean 'size'"):
        Steady().set("sise", 3)


def test_turns_go_round_in_the_order_of_asking():
    turns, order = runners.RoundRobin(1), []
    turns.__enter__()

    def worker(name):
        for _ in range(2):
            with turns:
                order.append(name)

    threads = []
    for name in "abc":
        threads.append(threading.Thread(target=worker, args=(name,)))
        threads[-1].start()
        assert until(lambda: len(turns._line) == len(threads))
    turns.__exit__()
    for thread in threads:
        thread.join(5)
    assert order[:3] == list("abc")
    assert sorted(order) == list("aabbcc")


class Slow(Steady):
    """Computes 2 ms for a step and is asked for more steps than there is time for."""

    pace = 2000.0

    def advance(self):
        end = time.thread_time() + 0.002
        while time.thread_time() < end:
            self.value += 1

    def finite(self):
        return True


def test_who_moves_a_slider_waits_for_one_turn_of_each_of_the_others(run, monkeypatch):
    monkeypatch.setattr(runners, "_cores", runners.RoundRobin(1))
    others, answered = [run(Slow())[0] for _ in range(5)], []

    def send(header, _):
        if header["type"] == "frame" and header["data"]["size"] == 7:
            answered.append([other.engine.steps for other in others])

    mine = Runner(Slow(), send)
    for runner in (*others, mine):
        runner.receive({"type": "play"}, [])
    assert until(lambda: all(other.engine.steps > 10 for other in others))
    before = [other.engine.steps for other in others]
    mine.receive({"type": "ready"}, [])
    mine.receive({"type": "set", "name": "size", "value": 7}, [])
    assert until(lambda: answered)
    mine.close()
    made = [after - steps for after, steps in zip(answered[0], before, strict=True)]
    assert max(made) <= 8  # a turn of 5 ms holds three steps of 2 ms; the clock may cost a round
