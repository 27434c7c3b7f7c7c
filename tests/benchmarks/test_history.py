"""The table of `make bench`: beside the peer, beside the last time, warnings of a loss."""

import pytest
from benchmarks.history import Figure, load, store, summary, worse_by


def test_a_ratio_to_the_peer_is_compared_where_both_runs_have_one():
    slow_machine = Figure("step", value=200.0, unit="ms", peer=100.0)
    assert worse_by(slow_machine, {"value": 100.0, "ratio": 2.0}) == 0.0
    assert worse_by(slow_machine, {"value": 100.0, "ratio": 1.6}) == 0.25


def test_a_speed_that_falls_is_worse_and_a_time_that_falls_is_better():
    turns = Figure("turns", value=20.0, unit="per second", less_is_better=False)
    assert worse_by(turns, {"value": 25.0, "ratio": None}) == 0.25
    seconds = Figure("training", value=20.0, unit="s")
    assert worse_by(seconds, {"value": 25.0, "ratio": None}) == pytest.approx(-0.2)


def test_a_loss_above_a_tenth_is_warned_of_and_other_machines_are_left_alone(tmp_path):
    path = tmp_path / "bench.json"
    store([Figure("a", 10.0, "s"), Figure("b", 10.0, "s")], "2 cores", path)
    store([Figure("a", 1.0, "s")], "64 cores", path)
    now = [Figure("a", 12.0, "s"), Figure("b", 10.9, "s"), Figure("new", 1.0, "s", peer=2.0)]
    table, warnings = summary(now, load(path)["2 cores"])
    assert [sentence.partition(" worse")[0] for sentence in warnings] == ["a is 20%"]
    assert table.row_count == 3
    assert summary(now, load(path).get("1 core", {}))[1] == []
    store(now[:1], "2 cores", path)
    assert load(path)["2 cores"]["a"]["value"] == 12.0
    assert load(path)["64 cores"]["a"]["value"] == 1.0
