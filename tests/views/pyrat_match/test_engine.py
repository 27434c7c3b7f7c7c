"""A PyRat match in its view: rules, overlays, people and players of one's own."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode


def test_arena_plays_to_the_end_and_shares_all_cheese():
    engine = load("pyrat_match")(width=9, height=7, cheese=9, mud=0)
    engine.step(400)
    snapshot = engine.snapshot()
    assert snapshot["finished"]
    eaten = 9 - int(snapshot["present"].sum())
    assert float(snapshot["score"].sum()) == pytest.approx(eaten)
    assert max(snapshot["score"]) > 4.5 or eaten == 9


def test_arena_obeys_the_arrow_keys_and_walls():
    engine = load("pyrat_match")(rat="human", walls=0, mud=0)
    start = int(engine.games.state.position[0, 0])
    engine.act("move", 3)  # south, from the top left corner
    assert int(engine.games.state.position[0, 0]) == start + 15
    engine.act("move", 4)  # west is the border
    assert int(engine.games.state.position[0, 0]) == start + 15
    with pytest.raises(UserError):
        load("pyrat_match")().act("move", 1)


@pytest.fixture(scope="module")
def arena():
    engine = load("pyrat_match")(python="champion", width=9, height=7, cheese=9)
    engine.step(2)
    return engine


def test_every_overlay_fits_a_frame_and_names_its_code(arena):
    for overlay in arena.controls["overlay"].options:
        arena.set("overlay", overlay)
        assert sum(map(len, encode(arena.snapshot())[1])) <= MAX_FRAME
        assert all(part["where"].startswith("gradatim.") for part in arena.code())
    arena.set("layer", 24)
    assert 1 <= arena.values["layer"] <= arena.snapshot().get("attention", np.zeros(24)).shape[0]


def test_one_s_own_player_and_a_missing_run(tmp_path, monkeypatch):
    from gradatim.views.pyrat_match import engine as view

    engine = load("pyrat_match")(player=lambda games, side: np.array([2], np.int8), walls=0, mud=0)
    engine.step(3)
    assert engine.games.state.position[0, 0] == 3
    monkeypatch.setattr(view, "RUNS", tmp_path)
    with pytest.raises(UserError, match="no trained PyRat player"):
        engine.set("python", "run")


def test_in_mud_a_human_waits_without_pressing():
    engine = load("pyrat_match")(rat="human", python="random", mud=60, walls=0, seed=3)
    for _ in range(12):
        engine.act("move", 2 if engine.steps % 2 else 3)
        assert engine.finished() or not engine.games.state.mud_left[0, 0]


def test_a_person_plays_without_advice_unless_she_asks():
    engine = load("pyrat_match")(rat="human", python="random")
    assert engine.values["overlay"] == "none"
    assert np.isnan(engine.snapshot()["values"]).all()
    engine.set("overlay", "values")
    assert np.isfinite(engine.snapshot()["values"]).any()
    assert load("pyrat_match")(rat="greedy", python="random").values["overlay"] == "values"
