"""Tournaments between scripted players: ranks, ratings, resuming."""

import json

import pytest

from gradatim.errors import UserError
from gradatim.pyrat import preset
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.tournament import Tournament
from gradatim.pyrat.registry import PLAYERS

SMALL = preset("lab", width=7, height=7, cheese=9)


def named(name):
    return Contestant(name, PLAYERS[name])


def names_and_players():
    names = ["random", "greedy", "planner"]
    return names, [named(name) for name in names]


def test_tournament_ranks_by_strength_and_every_pair_meets():
    names, players = names_and_players()
    contest = Tournament(names, SMALL, 20)
    contest.play(players)
    rows = contest.standings()
    assert [row["player"] for row in rows] == ["planner", "greedy", "random"]
    assert sum(row["points"] for row in rows) == contest.games_planned == 60
    assert rows[0]["rating"]["value"] > rows[1]["rating"]["value"] > rows[2]["rating"]["value"]
    assert contest.crosstable()[2][0] == 1 - contest.crosstable()[0][2]


def test_stopped_tournament_goes_on_to_the_same_result(tmp_path):
    names, players = names_and_players()
    file = tmp_path / "state.json"
    whole = Tournament(names, SMALL, 132)  # more than are played at once
    whole.play(players)

    class Stop(Exception):
        pass

    def stop(first, second, tally):
        if (first, second) == ("random", "planner"):
            raise Stop

    with pytest.raises(Stop):
        Tournament(names, SMALL, 132, file=file).play(players, stop)
    rest = Tournament(names, SMALL, 132, file=file)
    assert rest.games_played == 132 + 128
    rest.play(players)
    for pair in whole.pairs:
        a, b = whole.tallies[pair], rest.tallies[pair]
        assert (a.wins, a.draws, a.score, a.turns) == (b.wins, b.draws, b.score, b.turns)
    assert [p.name for p in tmp_path.iterdir()] == ["state.json"]


def test_state_of_another_tournament_is_refused(tmp_path):
    file = tmp_path / "state.json"
    Tournament(["greedy", "random"], SMALL, 2, file=file).save()
    with pytest.raises(UserError, match="seed"):
        Tournament(["greedy", "random"], SMALL, 2, seed=1, file=file)
    state = json.loads(file.read_text())
    for text, words in (
        ("[1, 2", "is damaged"),
        ("{}", "should hold a tournament, lacks plan"),
        (json.dumps(state | {"matches": []}), "has 0 matches, not 1"),
        (json.dumps(state | {"matches": [{"games": "x"}]}), r"has matches.0.games 'x'"),
    ):
        file.write_text(text)
        with pytest.raises(UserError, match=words):
            Tournament(["greedy", "random"], SMALL, 2, file=file)


@pytest.mark.parametrize("names", [["greedy"], ["greedy", "random", "greedy"]])
def test_impossible_tournaments_are_refused(names):
    with pytest.raises(UserError, match=r"at least 2|twice"):
        Tournament(names, SMALL, 2)
