"""Learning from the planner: the batches go on where they stopped, and the network learns."""

import signal

import numpy as np
import pytest
import torch

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.players.network_player import NetworkPlayer, policy_and_value
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat.imitation.task import Imitation
from gradatim.recipes.runs import open_run, resume, start

TINY = {
    "presets": ("small",),
    "width": 16,
    "n_layers": 2,
    "hidden": 32,
    "mazes": 8,
    "batch_size": 32,
    "second_goals": 0,
    "eval_presets": ("small",),
    "eval_games": 8,
    "final_eval_games": 8,
}


def recipe(**changes):
    return change("pyrat-imitation", get("pyrat-imitation"), TINY | changes)


def test_the_network_learns_from_the_planner(tmp_path):
    run, summary = start(
        "pyrat-imitation",
        recipe(steps=120, learning_rate=5e-3, threads=1),
        tmp_path / "run",
        show=False,
    )
    regrets = [row["regret"] for row in run.metrics("train")]
    assert np.mean(regrets[-20:]) < 0.5 * np.mean(regrets[:5])
    assert summary["metrics"]["small/greedy score"] > 0.2


def test_a_stopped_run_ends_like_one_that_was_not_stopped(tmp_path, monkeypatch):
    changed = recipe(steps=12, threads=1)
    whole, _ = start("pyrat-imitation", changed, tmp_path / "whole", show=False)

    calls, loss = iter(range(100)), Imitation.loss

    def interrupted(task, batch):
        if next(calls) == 5:
            signal.raise_signal(signal.SIGINT)
        return loss(task, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Imitation, "loss", interrupted)
        start("pyrat-imitation", changed, tmp_path / "cut", show=False)
    assert (tmp_path / "cut" / "state" / "last.pt").is_file()
    cut, summary = resume(tmp_path / "cut", show=False)
    assert summary["steps"] == 12
    _, a, _, _ = open_run(whole.folder)
    _, b, _, _ = open_run(cut.folder)
    for x, y in zip(a.parameters(), b.parameters(), strict=True):
        assert torch.equal(x, y)


def untrained():
    torch.manual_seed(0)
    model = recipe().build_model(None)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return model.eval()


def test_identical_players_who_swap_sides_get_the_same_answer():
    pool = MazePool.build(preset("walls"), 4)
    one, two = Games(pool, 16), Games(pool, 16)
    state = one.state
    two.place(state.maze, state.position[:, ::-1], state.slots)
    rows = np.arange(16)
    for side in range(2):
        policy, value = policy_and_value(untrained(), one, side, rows)
        swapped, swapped_value = policy_and_value(untrained(), two, 1 - side, rows)
        assert np.allclose(policy, swapped, atol=1e-4)
        assert np.allclose(value, swapped_value, atol=1e-4)


def test_two_networks_end_every_game():
    games = Games(MazePool.build(preset("lab", turn_cap=300), 4), 16, auto_reset=False)
    players = NetworkPlayer(untrained()), NetworkPlayer(untrained())
    while not (games.state.over | games.state.capped).all():
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    assert games.state.over.all()


@pytest.mark.parametrize("board", [(5, 5, 5), (31, 29, 41)])
def test_one_network_plays_small_and_large_boards(board):
    width, height, cheese = board
    chosen = preset("default", width=width, height=height, cheese=cheese)
    games = Games(MazePool.build(chosen, 1), 2)
    actions = NetworkPlayer(untrained())(games, 0)
    assert actions.shape == (2,)
    assert (actions > 0).all()
