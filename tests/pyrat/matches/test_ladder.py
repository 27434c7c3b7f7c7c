"""A ladder: continued where it stopped, rated like a match, and a leaderboard for a class."""

import json

import pytest

from gradatim.errors import UserError
from gradatim.pyrat.matches.ladder import SERIES, Ladder, add_to_leaderboard
from gradatim.pyrat.matches.match import Tally
from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
from gradatim.pyrat.registry import PLAYERS

FEW = {"boards": ("lab",), "opponents": ("random", "greedy")}


def named(name):
    return Contestant(name, PLAYERS[name])


def played(player, file=None, n_games=20):
    ladder = Ladder(player, n_games, file=file, **FEW)
    ladder.play(named(player), {name: named(name) for name in FEW["opponents"]})
    return ladder


def test_a_stopped_ladder_is_continued(tmp_path):
    class Stop(Exception):
        pass

    def stop(*_):
        raise Stop

    file = tmp_path / "planner.json"
    ladder = Ladder("planner", 20, file=file, **FEW)
    others = {name: named(name) for name in FEW["opponents"]}
    with pytest.raises(Stop):
        ladder.play(named("planner"), others, stop)
    again = Ladder("planner", 20, file=file, **FEW)
    assert 0 < again.games_played < again.games_planned
    again.play(named("planner"), others)
    whole = played("planner")
    for cell, tally in whole.tallies.items():
        assert again.tallies[cell].pairs == tally.pairs
    with pytest.raises(UserError, match="another value of games"):
        Ladder("planner", 40, file=file, **FEW)
    file.write_text("{}")
    with pytest.raises(UserError, match="should hold a ladder, lacks plan"):
        Ladder("planner", 20, file=file, **FEW)


def test_another_version_of_a_players_file_is_another_player(tmp_path):
    code = tmp_path / "mine.py"
    code.write_text("x = 1\n")
    first = Ladder(str(code), 2, **FEW).plan["code"]
    code.write_text("x = 2\n")
    assert Ladder(str(code), 2, **FEW).plan["code"] != first


def test_the_rating_is_a_distance_to_the_mean_of_the_opponents():
    even = Ladder("me", 200, **FEW)
    even.tallies = {
        cell: Tally(games=200, wins=100, losses=100, pairs=(25, 0, 50, 0, 0, 25))
        for cell in even.tallies
    }
    assert even.rating().value == pytest.approx(1000)
    strong = played("planner")
    weak = played("random")
    assert strong.rating().value > 1150 > 1000 > weak.rating().value
    assert strong.rating().low < strong.rating().value < strong.rating().high


def test_a_leaderboard_keeps_the_newest_row_of_each_player(tmp_path):
    file = tmp_path / "class.json"
    row = played("planner").row()
    one, two = ({"value": v, "low": v - 1, "high": v + 1} for v in (1, 2))
    add_to_leaderboard(file, {**row, "player": "a", "rating": one, "cpu_seconds": 1.0})
    add_to_leaderboard(file, {**row, "player": "b", "rating": two, "cpu_seconds": 1.0})
    rows = add_to_leaderboard(file, {**row, "player": "a", "rating": two, "cpu_seconds": 0.5})
    assert [other["player"] for other in rows] == ["a", "b"]  # equal points: least CPU time
    assert json.loads(file.read_text())["players"] == rows
    with pytest.raises(UserError, match="another value of opponents"):
        add_to_leaderboard(file, {**row, "opponents": ["random"]})
    file.write_text("[]")
    with pytest.raises(UserError, match=r"should hold a leaderboard, is \[\]"):
        add_to_leaderboard(file, row)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ({"rating": None}, r"has players\.0\.rating None"),
        ({"rating": {"value": "x", "low": 0.0, "high": 0.0}}, r"has players\.0\.rating\.value 'x'"),
        ({"player": 7}, r"has players\.0\.player 7"),
        ({"cpu_seconds": []}, r"has players\.0\.cpu_seconds \[\]"),
        ({"rating": {"value": 1.0}}, r"lacks players\.0\.rating\.low"),
    ],
)
def test_a_damaged_row_of_a_leaderboard_is_named(tmp_path, damage, sentence):
    file = tmp_path / "class.json"
    row = played("random").row()
    file.write_text(json.dumps({"players": [{**row, "player": "other"} | damage]}))
    with pytest.raises(UserError, match=sentence):
        add_to_leaderboard(file, row)


@pytest.mark.parametrize("wrong", [{"boards": ("moon",)}, {"opponents": ("me",)}, {"boards": ()}])
def test_unknown_boards_and_opponents_are_refused(wrong):
    with pytest.raises(UserError, match="a ladder has"):
        Ladder("planner", 2, **wrong)


def test_the_student_player_plays_the_official_game():
    """It is shipped as a file, asked through the official interface, and eats."""
    pytest.importorskip("pyrat")
    from gradatim.pyrat import preset
    from gradatim.pyrat.matches.match import match

    assert "alpha-beta" in SERIES
    kind = preset("default", width=7, height=7, cheese=5)
    with open_contestant("alpha-beta", turn_time=10.0) as student:
        *_, tally = match(student, named("random"), kind, 4)
        assert student.external.first_error == ""
    assert tally.errors == (0, 0)
    assert tally.misses == (0, 0)
    assert tally.wins == 4
