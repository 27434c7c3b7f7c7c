"""The runner's promises: newest frame wins, divergence, absence, the cap on trainings."""

import threading
import time

import pytest

from gradatim.errors import UserError
from gradatim.views.core import runner as runners
from gradatim.views.core.controls import Number
from gradatim.views.core.engine import Engine
from gradatim.views.core.runner import ABSENCE, FRAME_INTERVAL, MAX_PENDING_STEPS, Runner


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

    def finite(self):
        return self.value != 50

    def state(self):
        return self.value

    def restore(self, state):
        self.value = state

    def frame(self):
        return {"value": self.value, "size": self.values["size"]}


class Page:
    """A page and its runner, whose turns and whose clock the test moves by hand."""

    def __init__(self, engine):
        self.now = 0.0
        self.received = []
        self.runner = Runner(engine, lambda header, _: self.received.append(header), self.clock)

    def clock(self):
        return self.now

    def send(self, kind, **fields):
        self.runner.receive({"type": kind, **fields}, [])

    def run(self, seconds=0.0, draws=True):
        """Let time pass in turns of a frame each; a page that draws acknowledges every frame."""
        end = self.now + seconds
        while True:
            shown = len(self.frames())
            self.runner.turn()
            if draws and len(self.frames()) > shown:
                self.send("drawn", id=self.frames()[-1]["id"])
            if self.now >= end:
                return
            self.now = min(end, self.now + FRAME_INTERVAL)

    def of(self, kind):
        return [header for header in self.received if header["type"] == kind]

    def frames(self):
        return self.of("frame")

    def errors(self):
        return [header["text"] for header in self.of("error")]


@pytest.fixture
def page():
    pages = []

    def open_page(engine):
        pages.append(Page(engine))
        return pages[-1]

    yield open_page
    for one in pages:
        one.send("pause")  # gives its training slot back
        one.runner.turn()


def test_next_frame_waits_until_the_last_was_drawn_and_is_the_newest(page):
    found = page(Counter())
    found.send("ready")
    found.run()
    found.runner.turn()
    for size in range(2, 60):
        found.send("set", name="size", value=size)
        found.run(FRAME_INTERVAL, draws=False)
    assert len(found.frames()) == 2  # the first was drawn, the second not yet
    found.send("drawn", id=2)
    found.run(FRAME_INTERVAL, draws=False)
    assert len(found.frames()) == 3
    assert found.frames()[-1]["data"]["size"] == 59


def test_of_many_positions_of_a_slider_in_one_turn_the_last_counts(page):
    found = page(Counter())
    seen = []
    found.runner.engine.changed = lambda name: seen.append(found.runner.engine.values[name])
    for size in range(2, 60):
        found.send("set", name="size", value=size)
    found.run()
    assert seen == [59]


def test_thirty_frames_per_second_and_the_steps_of_the_pace(page):
    found = page(Counter())
    found.runner.engine.finite = lambda: True
    found.send("ready")
    found.send("play")
    found.run(2.0)
    assert len(found.frames()) == pytest.approx(60, abs=2)
    assert found.runner.engine.steps == pytest.approx(400, abs=10)
    found.send("speed", value=0.25)
    before = found.runner.engine.steps
    found.run(2.0)
    assert found.runner.engine.steps - before == pytest.approx(100, abs=10)


def test_a_divergence_stops_at_the_last_finite_step(page):
    found = page(Counter())
    found.send("play")
    found.run(1.0)
    assert found.runner.engine.diverged
    assert not found.runner.playing
    assert found.runner.engine.value == 49
    found.send("rewind", k=20)
    found.run()
    assert found.runner.engine.value == 29
    assert not found.runner.engine.diverged


def test_a_failure_is_reported_and_the_view_goes_on_after_a_reset(page):
    class Failing(Counter):
        def advance(self):
            super().advance()
            if self.value == 13:
                raise RuntimeError("a mistake of ours")

    found = page(Failing())
    found.send("step", n=20)
    found.run(1.0)
    assert len(found.errors()) == 1
    assert "on our side" in found.errors()[0]
    found.send("reset")
    found.send("step", n=3)
    found.run()
    assert found.runner.engine.value == 3


def test_a_frame_that_fails_is_not_tried_again_and_again(page):
    class Unseen(Counter):
        def frame(self):
            if self.value == 2:
                raise RuntimeError("a mistake of ours")
            return super().frame()

    found = page(Unseen())
    found.send("ready")
    found.run()
    found.send("step", n=2)
    found.run(1.0)
    assert len(found.errors()) == 1
    found.send("step", n=1)
    found.run(1.0)
    assert found.frames()[-1]["data"]["value"] == 3


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
def test_a_crafted_message_is_refused_and_the_view_lives_on(page, message):
    found = page(Counter())
    found.runner.receive(message, [])
    found.run()
    assert len(found.errors()) == 1
    assert "our side" not in found.errors()[0]
    found.send("step", n=3)
    found.run()
    assert found.runner.engine.value == 3


def test_a_run_that_cannot_go_on_says_so_once_and_stops(page):
    class Stubborn(Counter):
        def advance(self):
            raise UserError("not on this board")

    found = page(Stubborn())
    found.send("play")
    found.run(1.0)
    assert found.errors() == ["not on this board"]
    assert not found.runner.playing


def test_the_address_names_the_step_of_a_run_that_stands(page):
    found = page(Counter())
    found.runner.engine.finite = lambda: True
    found.send("ready")
    found.send("step", n=3)
    found.run(0.1)
    assert found.frames()[-1]["address"]["step"] == "3"
    found.send("step", n=MAX_PENDING_STEPS)
    found.run(0.1)
    assert "step" not in found.frames()[-1]["address"]  # too far to be played again


def test_training_stops_when_the_page_shows_nothing_any_more(page):
    found = page(Counter())
    found.runner.engine.finite = lambda: True
    found.send("play")
    found.run(0.9 * ABSENCE, draws=False)
    assert found.runner.playing
    found.run(0.2 * ABSENCE, draws=False)
    assert not found.runner.playing


def test_unknown_control_is_named():
    with pytest.raises(UserError, match="did you mean 'size'"):
        Counter().set("sise", 3)


# With threads -------------------------------------------------------------------------------


def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.001)
    return False


def test_turns_go_round_in_the_order_of_asking():
    turns, order = runners.RoundRobin(1), []
    turns.wait(lambda ahead: None)

    def worker(name):
        for _ in range(2):
            with turns.turn():
                order.append(name)

    threads = []
    for name in "abc":
        threads.append(threading.Thread(target=worker, args=(name,)))
        threads[-1].start()
        assert until(lambda: len(turns.line) == len(threads))
    turns.hand_on()
    for thread in threads:
        thread.join(5)
    assert order[:3] == list("abc")
    assert sorted(order) == list("aabbcc")


def test_who_waits_long_is_told_how_many_come_first(monkeypatch):
    monkeypatch.setattr(runners, "PATIENCE", 0.02)
    monkeypatch.setattr(runners, "CORES", runners.RoundRobin(1))
    told = []
    with runners.CORES.turn():  # somebody computes all the while
        waiting = [Runner(Counter(), lambda *sent: told.append(sent[0])).start() for _ in range(2)]
        for runner in waiting:
            runner.receive({"type": "step", "n": 1}, [])
        assert until(lambda: {m.get("ahead") for m in told} >= {1, 2})
    assert {message["type"] for message in told} == {"waiting"}
    assert until(lambda: all(runner.engine.steps for runner in waiting))
    for runner in waiting:
        runner.close()


class Slow(Counter):
    """Computes 2 ms for a step and is asked for more steps than there is time for."""

    pace = 2000.0

    def advance(self):
        end = time.thread_time() + 0.002
        while time.thread_time() < end:
            self.value += 1

    def finite(self):
        return True


def test_who_moves_a_slider_waits_for_one_turn_of_each_of_the_others(monkeypatch):
    monkeypatch.setattr(runners, "CORES", runners.RoundRobin(1))
    others = [Runner(Slow(), lambda *_: None).start() for _ in range(5)]
    answered = []

    def send(header, _):
        if header["type"] == "frame" and header["data"]["size"] == 7:
            answered.append([other.engine.steps for other in others])

    mine = Runner(Slow(), send).start()
    runs = [*others, mine]
    try:
        for runner in runs:
            runner.receive({"type": "play"}, [])
        assert until(lambda: all(other.engine.steps > 10 for other in others))
        before = [other.engine.steps for other in others]
        mine.receive({"type": "ready"}, [])
        mine.receive({"type": "set", "name": "size", "value": 7}, [])
        assert until(lambda: answered)
    finally:
        for runner in runs:
            runner.close()
            runner.thread.join(5)
    made = [after - steps for after, steps in zip(answered[0], before, strict=True)]
    assert max(made) <= 8  # a turn of 5 ms holds three steps of 2 ms; the clock may cost a round
