"""Our players in the official game, and our games as official scripts."""

import pickle
import time

import numpy as np
import pytest

from gradatim.pyrat import preset
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.recording import record
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


@pytest.mark.slow  # by the wall clock, as the official game plays
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
