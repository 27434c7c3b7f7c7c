"""The searching player: exact where a game can be worked out, strong, never endless."""

from itertools import permutations

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.matches.match import match
from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.registry import player
from gradatim.pyrat.search.one_sided_player import OneSidedSearchPlayer
from gradatim.pyrat.search.opponent_model import OPPONENT_TYPES
from gradatim.pyrat.search.player import ROLLOUTS_AT_ONCE, SearchPlayer
from gradatim.pyrat.search.task import ME


def searching(**options):
    return Contestant("searching", lambda seed: SearchPlayer(seed=seed, **options))


def leads_of_plans(games):
    """The lead of every order of goals against the real `greedy-first`, by playing them all."""
    start = [array.copy() for array in games.state]
    state, found = games.state, []
    for plan in permutations(range(state.slots.shape[1])):
        other = player("greedy-first")
        while not state.over.all():
            present = state.present[:, plan]
            goal = np.array(plan)[present.argmax(1)]
            pair = [towards(games, 0, goal), other(games, 1)]
            games.step(np.stack(pair, axis=1))
        found.append(state.score[:, 0] - state.score[:, 1])
        for array, before in zip(state, start, strict=True):
            array[:] = before
    return np.array(found)  # (plans, N)


def test_with_little_cheese_it_finds_the_best_plan_of_all():
    kind = preset("walls", width=8, height=7, cheese=5)
    games = Games(MazePool.build(kind, 10), 20, seed=1, auto_reset=False)
    best = leads_of_plans(games).max(0)
    searcher, other = SearchPlayer(rollouts=3000), player("greedy-first")
    searcher(games, 0)
    while not games.state.over.all():
        searcher.opponent.belief[:] = np.eye(len(OPPONENT_TYPES))[1]  # it knows whom it plays
        games.step(np.stack([searcher(games, 0), other(games, 1)], axis=1))
    lead = games.state.score[:, 0] - games.state.score[:, 1]
    assert (np.sign(lead) >= np.sign(best)).mean() >= 0.95


@pytest.mark.parametrize(
    ("board", "opponent", "least"),
    [("course", "manhattan", 0.8), ("walls", "greedy", 0.8), ("walls", "planner", 0.6)],
)
def test_it_wins(board, opponent, least):
    with open_contestant(opponent) as other:
        *_, tally = match(searching(rollouts=60), other, preset(board), 20)
    assert (tally.wins + tally.draws / 2) / tally.games > least
    assert tally.capped == 0


def test_it_beats_the_search_that_answers_nothing():
    """As many rollouts each; measured on 100 games: 76 % of the points."""
    one_sided = Contestant("one-sided", lambda seed: OneSidedSearchPlayer(rollouts=100, seed=seed))
    *_, tally = match(searching(rollouts=100), one_sided, preset("course"), 40)
    assert tally.wins + tally.draws / 2 > 0.55 * tally.games


def test_two_searches_do_not_dither():
    """Games of two equals from one start are long, 126 turns in the mean, but they all end."""
    kind = preset("default", turn_cap=1000)
    *_, tally = match(searching(rollouts=40), searching(rollouts=40), kind, 20, seed=3)
    assert tally.capped == 0
    assert tally.turns / tally.games < 200


def test_it_thinks_again_on_every_turn():
    """Also while nobody eats: the belief about the opponent changes with each of its steps."""
    games = Games(MazePool.build(preset("walls"), 4), 8, seed=1)
    searcher, other = SearchPlayer(rollouts=20), player("greedy")
    for _ in range(4):
        searcher.trees.visits[:] = 0
        free = games.state.mud_left[:, 0] == 0
        actions = np.stack([searcher(games, 0), other(games, 1)], axis=1)
        assert (searcher.trees.visits[free, 0] == 20).all()
        games.step(actions)


def test_it_searches_until_the_time_is_over():
    """By a clock that moves when it is read: the first reading starts, the fifth is too late."""
    readings = iter(range(100))
    games = Games(MazePool.build(preset("walls"), 1), 1)
    search = SearchPlayer(seconds=0.05, clock=lambda: 0.0125 * next(readings))
    search(games, 0)
    assert next(readings) == 5
    assert search.trees.visits[0, 0] == 4 * ROLLOUTS_AT_ONCE


@pytest.mark.parametrize("board", [(1, 1), (3, 2)])
def test_it_plays_the_smallest_boards_and_finished_games(board):
    width, cheese = board
    kind = preset("course", width=width + 3, height=1, cheese=cheese)
    games = Games(MazePool.build(kind, 1), 4, auto_reset=False)
    searcher, other = SearchPlayer(rollouts=20), player("greedy")
    for _ in range(20):
        games.step(np.stack([searcher(games, 0), other(games, 1)], axis=1))
    assert games.state.over.all()


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("search:nowhere", "no run folder nowhere"),
        ("search:", "after search: stands a run folder"),
        ("search@fast", "seconds per move"),
        ("search@0", "0.001 to 60 seconds"),
    ],
)
def test_a_wrong_word_is_explained(word, message):
    with pytest.raises(UserError, match=message), open_contestant(word, lambda folder: None):
        pass


def test_the_network_orders_what_is_tried():
    """A network that likes one goal only makes the search look there first."""
    games = Games(MazePool.build(preset("default"), 4), 8, seed=1)
    searcher = SearchPlayer(rollouts=15)
    searcher(games, 0)
    liked = searcher.visits.argmin(1)  # a goal that the search did not care for
    other = SearchPlayer(rollouts=15)
    other.allocate(games.n, games.state.cheese.shape[1], games.state.slots.shape[1])
    other.goal_prior[:] = 1e-4
    other.goal_prior[np.arange(8), ME, liked] = 1e4
    other(games, 0)
    rows = np.arange(8)
    assert (other.visits[rows, liked] >= searcher.visits[rows, liked]).all()
