"""Matches and tournaments between scripted players, on small boards."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import preset
from gradatim.pyrat.game.presets import PRESETS
from gradatim.pyrat.matches.match import UNSEEN_SEED, Tally, match
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.registry import PLAYERS
from gradatim.stats import fraction

SMALL = preset("lab", width=7, height=7, cheese=9)


def named(name):
    return Contestant(name, PLAYERS[name])


def final(*players, n_games=40, seed=0, kind=SMALL):
    return list(match(*players, kind, n_games, seed))[-1]


def test_match_counts_every_game_once_and_is_reproducible():
    tally = final(named("density"), named("greedy"))
    assert tally.games == 40 == tally.wins + tally.draws + tally.losses
    again = final(named("density"), named("greedy"))
    assert (tally.wins, tally.score, tally.turns) == (again.wins, again.score, again.turns)
    other = final(named("density"), named("greedy"), seed=1)
    assert tally.score != other.score


def test_strong_player_wins_from_both_places():
    there = final(named("planner"), named("random"))
    back = final(named("random"), named("planner"))
    assert there.wins >= 39
    assert back.losses >= 39
    assert there.score[0] > there.score[1]
    assert back.score[0] < back.score[1]


def test_two_equal_deterministic_players_draw_every_pair_of_swapped_games():
    kind = preset("lab", width=7, height=7, cheese=9, starts="corners")
    tally = final(named("greedy-first"), named("greedy-first"), kind=kind)
    assert tally.wins == tally.losses  # the same game twice, seen from either side
    assert tally.score[0] == tally.score[1]
    assert tally.wins > 0


def test_games_are_unseen_and_those_of_the_official_seeds():
    from gradatim.pyrat.game.official import official_game

    seen = []

    class Spy:
        name = "spy"

        def __call__(self, games, side):
            if games.state.turn[0] == 0:
                maze = games.pool.maze(int(games.state.maze[1])).as_dict()
                seen.append((maze, games.state.position[1].tolist(), games.state.slots[1].tolist()))
            return np.zeros(games.n, np.int8)

    kind = preset("default", width=8, height=8, cheese=5, turn_cap=3)
    list(match(Contestant("spy", lambda seed: Spy()), named("random"), kind, 4, 7))
    game = official_game(kind, UNSEEN_SEED + 7 * 2**20 + 1)
    assert seen == 2 * [(game.maze.as_dict(), list(game.starts), game.cheese)]


def test_players_that_never_eat_hit_the_cap_and_are_counted():
    class Still:
        name = "still"

        def __call__(self, games, side):
            return np.zeros(games.n, np.int8)

    still = Contestant("still", lambda seed: Still())
    tally = final(still, still, n_games=4)
    assert (tally.capped, tally.draws, tally.turns) == (4, 4, 4 * 300)
    assert tally.moves == (1200, 1200)


@pytest.mark.parametrize(("games", "seed"), [(1, 0), (0, 0), (3, 0), (2, -1), (2, 2**31)])
def test_impossible_matches_are_refused(games, seed):
    with pytest.raises(UserError, match=r"even number|seed"):
        final(named("greedy"), named("greedy"), n_games=games, seed=seed)


def test_intervals_are_over_mazes():
    """Players that start on one cell play two games that are nearly copies."""
    kind = preset("default", width=9, height=9, cheese=9)
    tally = final(named("greedy-first"), named("density"), n_games=120, kind=kind)
    assert sum(tally.pairs) == 60
    assert 2 * tally.pairs[0] + tally.pairs[1] + tally.pairs[2] == tally.wins
    for name, count in (("win", tally.wins), ("draw", tally.draws), ("loss", tally.losses)):
        assert tally.rate(name).value == pytest.approx(count / 120)
    mazes, games = tally.rate("win"), fraction(tally.wins, 120)
    assert mazes.high - mazes.low > 1.2 * (games.high - games.low)
    there, back = tally.rate("win"), tally.swapped().rate("loss")
    assert there == back
    score = tally.swapped().rate("score")
    assert score.value == pytest.approx(1 - tally.rate("score").value)


def test_the_turn_cap_grows_with_the_board_its_cheese_and_its_mud():
    caps = {name: kind.usual_turn_cap for name, kind in PRESETS.items()}
    assert caps["default"] == caps["lab"] == 300
    # Two equal players need up to 390 turns for 41 pieces on 400 cells, without any dithering.
    assert caps["tournament"] > 450 > caps["walls"] > 400
    assert preset("default", mud=100).usual_turn_cap > 1000
    assert preset("default", mud=100, mud_range=(2, 20)).usual_turn_cap > 2000
    assert preset("course", width=40, height=40).usual_turn_cap > 900
    assert preset("default", walls=100).usual_turn_cap == 600
    assert preset("default", mud=100, turn_cap=50).capped().turn_cap == 50


def test_tally_adds_and_swaps():
    one = Tally(games=2, wins=1, losses=1, score=(3.0, 2.5), moves=(10, 12))
    assert (one + one).score == (6.0, 5.0)
    assert one.swapped().moves == (12, 10)
