"""A recorded game is the official game of its seed, and its script replays it."""

import os
import sys

import pytest

from gradatim.pyrat import preset
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.recording import record, script, write_script
from gradatim.pyrat.registry import PLAYERS

pyrat = pytest.importorskip("pyrat")

SMALL = preset("default", width=9, height=8, cheese=9)


def game_of(first="planner", second="greedy", kind=SMALL, seed=0):
    return record(
        Contestant(first, PLAYERS[first]), Contestant(second, PLAYERS[second]), kind, seed
    )


@pytest.mark.parametrize(
    "kind", [SMALL, preset("walls", width=6, height=1, cheese=3, starts=(0, 2))]
)
def test_replay_script_gives_the_same_game_in_the_official_engine(kind, monkeypatch, capsys):
    recording = game_of(kind=kind)
    history = recording.replay()
    seen = {}
    monkeypatch.setattr(sys, "argv", ["game.py", "--no-window"])
    monkeypatch.setattr("pprint.pprint", lambda stats: seen.update(stats))
    exec(compile(script(recording), "game.py", "exec"), {"__name__": "__main__"})
    assert seen["turns"] == len(recording.actions)
    assert [p["score"] for p in seen["players"].values()] == history.score[-1].tolist()


def test_names_cannot_break_the_script(tmp_path):
    names = ('a"""\nimport os', "b'\\")
    recording = game_of()
    object.__setattr__(recording, "names", names)
    write_script(recording, tmp_path / "game.py")
    text = (tmp_path / "game.py").read_text()
    tree = compile(text, "game.py", "exec", flags=0x400)  # ast.PyCF_ONLY_AST
    assert [node.names[0].name for node in tree.body[1:4]] == ["os", "pprint", "sys"]


def test_script_opens_its_window_without_a_sound_card(monkeypatch):
    found = {"__name__": "game"}
    exec(compile(script(game_of()), "game.py", "exec"), found)
    monkeypatch.setenv("SDL_AUDIODRIVER", "nosuch")
    found["need_no_sound_card"]()
    assert os.environ["SDL_AUDIODRIVER"] == "dummy"
    found["pygame"].mixer.init()  # as the official window does
    found["pygame"].mixer.quit()


def test_record_plays_the_official_game_of_the_seed():
    from gradatim.pyrat.game.official import official_game

    game = official_game(SMALL, 4)
    recording = game_of(seed=4)
    assert recording.maze.as_dict() == game.maze.as_dict()
    assert (recording.starts, recording.cheese) == (game.starts, game.cheese)
    assert recording.replay().over[-1]
    assert not recording.replay().over[:-1].any()
