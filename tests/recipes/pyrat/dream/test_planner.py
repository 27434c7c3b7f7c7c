"""Plans made in a dream that is right win against the greedy player; the dream is not the game."""

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.registry import player
from gradatim.recipes.pyrat.dream import planner
from gradatim.recipes.pyrat.dream.boards import boards_of, write
from gradatim.recipes.pyrat.games import find_preset


def test_planner_beats_greedy_in_a_dream_that_is_right(monkeypatch):
    pool = MazePool.build(find_preset("lab"), 4, seed=7)
    games = Games(pool, 50, seed=7, auto_reset=False)
    twin: dict[int, Games] = {}

    def exact(model, boards, actions):  # the engine instead of a model
        n = len(boards.position)
        dreamed = twin[n]
        write(boards, dreamed)
        dreamed.state.over[:] = False
        dreamed.step(actions.numpy())
        return boards_of(dreamed)

    def remembered(games, n, real=planner.copies):
        twin[n * games.n] = real(games, n)
        return real(games, n)

    monkeypatch.setattr(planner, "dream", exact)
    monkeypatch.setattr(planner, "copies", remembered)
    dreaming, greedy = planner.DreamPlanner(model=None), player("greedy", 1)  # type: ignore[arg-type]
    while not (games.state.over | games.state.capped | (games.state.turn > 150)).all():
        before = [part.copy() for part in games.state]
        mine = dreaming(games, 0)
        assert all(map(np.array_equal, before, games.state))  # planning leaves the game alone
        games.step(np.stack([mine, greedy(games, 1)], axis=1))
    score = games.state.score
    won, lost = (score[:, 0] > score[:, 1]).sum(), (score[:, 0] < score[:, 1]).sum()
    assert won > 3 * lost


def test_goals_are_the_nearest_pieces_that_are_left():
    games = Games(MazePool.build(find_preset("small"), 8, seed=3), 20, seed=3, auto_reset=False)
    games.state.present[:, ::2] = False
    goals = planner.nearest_goals(games, 1)
    turns = games.pool.mazes.travel[games.state.maze, games.state.position[:, 1]]
    for g, row in enumerate(goals):
        slots = row[row >= 0]
        assert games.state.present[g, slots].all()
        times = turns[g, games.state.slots[g, slots]]
        assert (np.diff(times.astype(int)) >= 0).all()
        assert len(slots) == min(planner.N_GOALS, games.state.present[g].sum())
