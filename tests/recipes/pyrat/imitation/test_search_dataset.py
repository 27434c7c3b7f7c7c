"""Positions labeled by the search: following its best goals wins."""

import numpy as np

from gradatim.pyrat import Games
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.registry import player
from gradatim.recipes.pyrat.games import GamesConfig
from gradatim.recipes.pyrat.imitation.search_dataset import SearchConfig, SearchDataset
from gradatim.recipes.pyrat.open_policy import network_player
from gradatim.recipes.runs import open_run


def test_the_search_teaches_what_wins(first_run):
    """Following the labels' best goals beats following their worst."""
    made = SearchDataset(
        GamesConfig(presets=("small",), mazes=8),
        network=open_run(first_run)[1],
        search=SearchConfig(rollouts=60, win_weight=0.5),
        batch_size=16,
    )
    made.coming.result()  # the games now stand still
    envs = made.envs[0]
    values = envs.goal_values(0)
    present = envs.games.state.present
    assert (np.isfinite(values) <= present).all()
    assert (np.isfinite(values).any(1) == present.any(1)).all()
    assert np.array_equal(values, envs.goal_values(0))  # no chance beside the games' own
    leads = []
    for goals in (values.argmax(1), np.where(np.isfinite(values), values, np.inf).argmin(1)):
        games = Games(envs.games.pool, envs.games.n, auto_reset=False)
        for array, now in zip(games.state, envs.games.state, strict=True):
            array[:] = now
        me, other = player("greedy-first"), player("greedy", seed=3)
        while not (games.state.over | games.state.capped).all():
            there = games.state.present[np.arange(games.n), goals]
            step = towards(games, envs.side, goals)
            pair = [np.where(there, step, me(games, envs.side)), other(games, 1 - envs.side)]
            games.step(np.stack(pair[:: 1 if envs.side == 0 else -1], axis=1))
        score = games.state.score
        leads.append((score[:, envs.side] - score[:, 1 - envs.side]).mean())
    assert leads[0] > leads[1] + 0.3


def test_the_network_plays_against_the_opponents_of_the_run(first_run):
    made = SearchDataset(
        GamesConfig(
            presets=("small",), mazes=8, opponents=("champion-1", "greedy"), behavior_temperature=0
        ),
        network=open_run(first_run)[1],
        search=SearchConfig(rollouts=20),
        batch_size=4,
    )
    made.coming.result()
    assert [envs.opponent.name for envs in made.envs] == ["champion-1", "greedy"]
    envs = made.envs[0]
    envs.games.reset()
    envs.behavior(envs.games, envs.side)
    network = network_player(made.network)
    network(envs.games, envs.side)
    assert np.array_equal(envs.behavior.goal, network.commitment.goal)
