"""The rules of one turn against the installed official game, driven by hypothesis."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from gradatim.pyrat import official_game, preset, replay
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.game.official import Game
from gradatim.pyrat.game.rules import check_placement

pytest.importorskip("pyrat", reason="the official game is not installed: gradatim[pyrat]")
from gradatim.pyrat.interop.reference_referee import referee_replay
from tests.pyrat.game.any_preset import any_preset


def assert_same_replay(game: Game, actions: np.ndarray):
    width, height = game.maze.width, game.maze.height
    ours = replay(game.maze.as_dict(), width, height, game.starts, game.cheese, actions)
    theirs = referee_replay(game, actions)
    for name in ours.names():
        np.testing.assert_array_equal(ours[name], theirs[name], err_msg=name)
    return ours


@budget(max_examples=80, deadline=None, derandomize=True)
@given(any_preset(largest=7), st.integers(0, 2**32), st.booleans())
def test_any_actions_have_the_official_result(kind, seed, together):
    rng = np.random.default_rng(seed)
    actions = rng.integers(0, 5, (80, 2))
    if together:  # both do the same for a while: shared cells, shared cheese, shared mud
        actions[:40, 1] = actions[:40, 0]
    assert_same_replay(official_game(kind, seed), actions)


def test_one_leaves_mud_on_the_cheese_that_the_other_reaches_at_the_same_moment():
    graph = {0: {1: 3}, 1: {0: 3, 2: 1}, 2: {1: 1, 3: 1}, 3: {2: 1, 4: 1}, 4: {3: 1}}
    game = Game(Maze.from_dict(graph, 5, 1), (0, 4), [1, 2])
    # East into mud of three turns; west, west over the other cheese, then onto the shared one.
    played = assert_same_replay(game, np.array([[2, 4], [1, 4], [0, 4], [2, 2]]))
    assert played.score.tolist()[2:4] == [[0, 1], [0.5, 1.5]]
    assert played.mud_left[:, 0].tolist() == [0, 2, 1, 0, 0]
    assert played.mud_target[:, 0].tolist() == [-1, 1, 1, -1, -1]
    assert played.over.tolist() == [False, False, False, True, True]


def test_mud_entered_towards_cheese_that_the_other_takes_first():
    graph = {0: {1: 4}, 1: {0: 4, 2: 1}, 2: {1: 1, 3: 1}, 3: {2: 1}}
    game = Game(Maze.from_dict(graph, 4, 1), (0, 3), [1])
    played = assert_same_replay(game, np.array([[2, 4]] * 5))
    assert played.over.tolist() == [False, False, True, True, True, True]
    assert played.position[4].tolist() == [1, 1]


def test_a_draw_at_half_of_the_cheese_goes_on_and_ends_when_nobody_can_catch_up():
    graph = {i: {j: 1 for j in (i - 1, i + 1) if 0 <= j < 7} for i in range(7)}
    game = Game(Maze.from_dict(graph, 7, 1), (2, 4), [1, 5, 0, 6])
    played = assert_same_replay(game, np.array([[4, 2], [4, 0], [0, 0], [0, 2]]))
    assert played.over.tolist() == [False, False, False, False, True]
    fewer = Game(game.maze, (2, 4), [1, 0, 6])
    played = assert_same_replay(fewer, np.array([[4, 4], [4, 4]]))
    assert played.over.tolist() == [False, False, True], "2 to 0 with one piece left is settled"


def test_the_referee_and_we_refuse_cheese_under_a_player():
    game = official_game(preset("lab"), 0)
    with pytest.raises(ValueError, match="is a start and cannot hold cheese"):
        check_placement(game.maze.order.tolist(), game.starts, [game.starts[0]])
