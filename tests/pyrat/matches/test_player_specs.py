"""Players by what a user writes."""

import pytest

from gradatim.errors import UserError
from gradatim.pyrat import preset
from gradatim.pyrat.matches.match import match
from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
from gradatim.pyrat.registry import PLAYERS

SMALL = preset("lab", width=7, height=7, cheese=9)


def named(name):
    return Contestant(name, PLAYERS[name])


def final(*players, n_games=40, seed=0, kind=SMALL):
    return list(match(*players, kind, n_games, seed))[-1]


def test_unknown_contestant_is_refused():
    with (
        pytest.raises(UserError, match="did you mean 'planner'"),
        open_contestant("planer"),
    ):
        pass


def test_run_folder_is_opened_by_the_given_function(tmp_path):
    opened = []

    def open_run(folder):
        opened.append(folder)
        return PLAYERS["greedy"]

    with open_contestant(str(tmp_path), open_run) as player:
        final(player, named("random"), n_games=2)
    assert opened == [tmp_path]
