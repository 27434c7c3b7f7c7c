"""Our players in the official game, and our games as official scripts."""

import os
import pickle
import sys
import time

import numpy as np
import pytest

from gradatim.pyrat import preset
from gradatim.pyrat.matches.board_text import background, board_at, board_text, draw
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.recording import record, script, write_script
from gradatim.pyrat.registry import PLAYERS, player

pyrat = pytest.importorskip("pyrat")

from gradatim.pyrat.interop import official_players  # noqa: E402

SMALL = preset("default", width=9, height=8, cheese=9)


def official(seed, *players, **options):
    game = pyrat.Game(
        game_mode=pyrat.GameMode.SIMULATION,
        random_seed=seed,
        maze_width=9,
        maze_height=8,
        nb_cheese=9,
        **options,
    )
    for i, one in enumerate(players):
        game.add_player(one, team=str(i))
    return game.start()


def test_bridged_players_play_the_game_that_we_play():
    ours = [Contestant(name, PLAYERS[name]) for name in ("planner", "greedy-first")]
    theirs = [official_players.Planner(deadline=30), official_players.GreedyFirst(deadline=30)]
    for seed in range(3):
        history = record(*ours, SMALL, seed).replay()
        stats = official(seed, *theirs)
        scores = [stats["players"][p.get_name()]["score"] for p in theirs]
        assert scores == history.score[-1].tolist()
        assert stats["turns"] == len(history.over) - 1


@pytest.mark.parametrize(
    "name",
    ["Random", "Greedy", "GreedyFirst", "Manhattan", "Density", "Planner", "Planner2", "Search"],
)
def test_class_works_without_arguments_and_survives_pickling(name):
    one = pickle.loads(pickle.dumps(getattr(official_players, name)()))
    stats = official(1, one, official_players.Random("other"))
    assert stats["players"][name]["actions"]["error"] == 0
    assert stats["players"][name]["score"] > 0
    pickle.dumps(one)  # also after a game


def test_search_plays_the_official_game():
    search = official_players.Search(deadline=0.1)
    stats = official(2, search, official_players.Greedy())
    own = stats["players"]["Search"]
    assert own["actions"]["error"] == 0
    assert own["actions"]["miss"] == 0
    assert own["score"] > 2  # of 9, where greedy moves go out because the machine is busy too


class Sleeper(official_players.OfficialPlayer):
    """Thinks far too long on every second question."""

    def make(self):
        inner = player("greedy-first")

        class Slow:
            name = "slow"
            asked = 0

            def __call__(self, games, side):
                self.asked += 1
                if self.asked % 2 == 0:
                    time.sleep(0.5)
                return inner(games, side)

        return Slow()


def test_player_that_thinks_too_long_answers_greedily_in_time():
    sleeper = Sleeper(deadline=0.05)
    durations = []
    turn = sleeper.turn

    def timed(maze, state):
        began = time.monotonic()
        action = turn(maze, state)
        durations.append(time.monotonic() - began)
        return action

    sleeper.turn = timed
    stats = official(2, sleeper, official_players.Random("other"))
    assert sleeper.late > 2
    assert stats["players"]["Sleeper"]["score"] > stats["players"]["other"]["score"]
    assert np.median(durations) < 0.25  # never the 0.5 s of a thought


def test_player_alone_and_player_in_a_crowd_finish():
    alone = pyrat.Game(game_mode=pyrat.GameMode.SIMULATION, random_seed=0, nb_cheese=5)
    alone.add_player(official_players.Planner())
    assert alone.start()["players"]["Planner"]["score"] == 5
    others = [official_players.Greedy(f"other {i}", seed=i) for i in range(2)]
    stats = official(0, official_players.Planner(), *others)
    assert sum(p["score"] for p in stats["players"].values()) > 5


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


def test_board_shows_every_piece_of_cheese_and_both_players():
    recording = game_of()
    history = recording.replay()
    text = board_text(recording.maze, board_at(history, 3))
    assert text.count("o") >= history.cheese[3].sum() - 2
    assert ("R" in text and "P" in text) or "X" in text
    for size in (1, 2, 3, 4):
        empty = background(recording.maze, size)
        image = draw(empty, recording.maze, board_at(history, 0), size)
        assert image.shape == (8 * (size + 1) + 1, 9 * (size + 1) + 1, 3)
        assert (image != empty).any()
