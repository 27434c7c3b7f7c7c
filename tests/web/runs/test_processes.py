"""Runs that the page starts are processes of their own."""

import time

import pytest

from gradatim.errors import UserError
from gradatim.web.runs.processes import Runs


def wait_for(runs, name, states):
    end = time.monotonic() + 240
    while (found := runs.state(name))["state"] not in states:
        assert time.monotonic() < end, found
        time.sleep(0.3)
    return found


def test_a_run_trains_survives_the_server_stops_and_can_go_on(tmp_path):
    runs = Runs(tmp_path)
    name = runs.start("digits-mlp", {"epochs": "20000", "learning_rate": "0,003", "seed": ""})
    assert name == "digits-mlp"
    assert runs.names() == [name]
    assert runs.state(name)["recipe"] == "digits-mlp"  # before its folder is there
    wait_for(runs, name, ("running",))
    later = Runs(tmp_path)  # another server, which finds the run in its folder
    while not later.state(name)["curve"]:
        time.sleep(0.2)
    with pytest.raises(UserError, match="training already"):
        later.resume(name)
    found = later.state(name)
    assert found["state"] == "running"
    assert 0 <= found["fraction"] < 1
    later.stop(name)
    stopped = wait_for(runs, name, ("stopped",))
    assert f"gradatim resume runs/{name}" in stopped["said"].replace("\n", "")
    assert '"learning_rate": 0.003' in (tmp_path / "runs" / name / "config.json").read_text()
    assert runs.free_name("digits-mlp") == "digits-mlp-2"


def test_what_does_not_fit_is_said_before_anything_starts(tmp_path):
    runs = Runs(tmp_path)
    for recipe, given in (
        ("digits-mlpp", {}),
        ("digits-mlp", {"seed": "seven"}),
        ("digits-mlp", {"learning_rate": "-1"}),
        ("digits-mlp", {"optimizer": "magic"}),
    ):
        with pytest.raises(UserError):
            runs.start(recipe, given)
    assert runs.names() == []
    with pytest.raises(UserError, match="no run"):
        runs.state("../secret")
