"""The small learners: boards and moves of a teacher, and whole games against an opponent."""

import numpy as np

from gradatim.pyrat import Games, MazePool
from gradatim.views.pyrat_learning.learners import (
    MoveImitation,
    TeacherGames,
    best_moves,
    points_against,
    small_board,
)


def test_boards_come_with_the_moves_that_the_teacher_then_plays():
    source = TeacherGames(small_board(5), "random", 0)
    boards, moves = next(source)
    after, _ = next(source)
    step = np.array([-5, 1, 5, -1])[moves.numpy()]
    stays = after.cells[:, 0] == boards.cells[:, 0]
    moved = after.cells[:, 0].numpy() == boards.cells[:, 0].numpy() + step
    assert (moved | stays.numpy()).all()
    assert moved.mean() > 0.9  # a few games are over and begin anew


def test_moves_are_those_of_the_largest_number_and_points_those_of_whole_games():
    board = small_board(5)
    model = MoveImitation(board, "greedy", 0).model
    moves = best_moves(model, Games(MazePool.build(board, 1), 8, seed=1))
    assert set(moves.tolist()) <= {1, 2, 3, 4}
    points = points_against(model, board, "greedy", 10, seed=2)
    assert points.shape == (10,)
    assert set(points.tolist()) <= {0.0, 0.5, 1.0}
