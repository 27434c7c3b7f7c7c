"""The goal of an opponent, inferred from its steps; greedy players are never taken for others."""

import numpy as np
import pytest

from gradatim.pyrat import Games, Maze, MazePool, player, preset


@pytest.mark.parametrize("other", ["greedy", "greedy-first", "manhattan"])
@pytest.mark.parametrize("name", ["course", "walls", "default"])
def test_nobody_who_is_greedy_is_taken_for_somebody_else(name, other):
    games = Games(MazePool.build(preset(name), 4), 24, seed=5)  # games are renewed on the way
    ours, theirs = player("planner", 1), player(other, 2)
    for _ in range(150):
        games.step(np.stack([ours(games, 0), theirs(games, 1)], axis=1))
        assert ours.trace.odd_turns.max() == 0
        assert ours.trace.goal.max() == -1


def test_the_goal_of_somebody_who_is_not_greedy_is_seen_in_its_steps():
    """A corridor with the nearest cheese in the west; the other walks east for it."""
    cells = {c: {n: 1 for n in (c - 1, c + 1) if 0 <= n < 12} for c in range(12)}
    kind = preset("lab", width=12, height=1, cheese=3, starts=(3, 3))
    games = Games(MazePool.of([Maze.from_dict(cells, 12, 1)], kind), 1, auto_reset=False)
    games.place(np.zeros(1), np.array([[3, 3]]), np.array([[1, 8, 11]]))
    ours = player("planner")
    seen = []
    for _ in range(4):
        ours(games, 0)
        seen.append(int(ours.trace.goal[0]))
        games.step(np.array([[0, 2]]))  # we stand, the other goes east
    assert seen == [-1, -1, 1, 1]  # after two such steps: the nearer of the two in the east
