"""Double DQN: what is remembered, what is wanted, and that a stopped run goes on."""

import dataclasses
import signal
from collections import deque

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.game.observations import observe_flat
from gradatim.pyrat.players.q_player import (
    BoardObservation,
    QNetwork,
    QPlayer,
    draw_canvas,
    observe_board,
    rotate_and_flip,
    symmetric_q_values,
    transform_action,
)
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat.dqn import DoubleDQN
from gradatim.recipes.pyrat.replay_buffer import Step, Transition, n_step_return
from gradatim.recipes.runs import open_run, resume, start

TINY = {
    "hidden": (32,),
    "n_envs": 8,
    "buffer_size": 400,
    "learning_starts": 64,
    "epsilon_decay_turns": 50,
    "batch_size": 16,
    "eval_games": 4,
    "final_eval_games": 4,
}


def recipe(**changes):
    return change("pyrat-dqn", get("pyrat-dqn"), TINY | changes)


def lab_games(n=16):
    games = Games(MazePool.build(preset("lab"), 1), n)
    for _ in range(5):
        random = np.random.default_rng(0).integers(1, 5, (n, 2))
        games.step(random)
    return games


def test_the_canvas_is_that_of_the_lab():
    games = lab_games()
    for side in range(2):
        drawn = draw_canvas(observe_board(games, side), 10, 10)
        assert np.array_equal(drawn.numpy(), observe_flat(games, side))


@pytest.mark.parametrize("mirror", [False, True])
def test_what_steps_are_worth_turns_with_the_board(mirror):
    torch.manual_seed(0)
    model = QNetwork(10, 10, (16,))
    seen = observe_board(lab_games(), 0)
    places = torch.arange(100).view(1, 1, 10, 10)
    turned = rotate_and_flip(places, 1, mirror).flatten()  # the old cell that lies on each new one
    moved = turned.argsort()  # the new cell of each old one
    other = BoardObservation(moved[seen.cells.long()], seen.cheese[:, turned], seen.lead)
    found = symmetric_q_values(model, other)[:, transform_action(torch.arange(4), 1, mirror)]
    assert torch.allclose(found, symmetric_q_values(model, seen), atol=1e-5)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_step_turns_with_the_canvas(quarters, mirror):
    around = {0: (8, 9), 1: (9, 10), 2: (10, 9), 3: (9, 8)}  # the neighbours of the centre
    for action, cell in around.items():
        picture = torch.zeros(1, 1, 19, 19)
        picture[0, 0, cell[0], cell[1]] = 1
        turned = rotate_and_flip(picture, quarters, mirror)
        where = around[int(transform_action(torch.tensor([action]), quarters, mirror))]
        assert turned[0, 0, where[0], where[1]] == 1


def step_of(reward, done):
    seen = (torch.zeros(2, 2), torch.zeros(2, 4), torch.zeros(2))
    return Step(seen, torch.tensor([1, 2]), torch.tensor(reward), torch.tensor(done))


def test_rewards_of_n_steps_stop_at_the_end_of_a_game():
    steps = deque(
        [
            step_of([1.0, 1.0], [False, False]),
            step_of([1.0, 2.0], [True, False]),
            step_of([9.0, 4.0], [False, False]),
        ]
    )
    memory = n_step_return(steps, step_of([0.0, 0.0], [False, False]).observation, gamma=0.5)
    assert memory.reward.tolist() == [1.5, 3.0]
    assert memory.discount.tolist() == [0.0, 0.125]


def test_the_network_chooses_and_the_target_judges():
    task = recipe().build(torch.device("cpu"))
    memory = next(task.batches)
    no_reward = memory._replace(
        reward=torch.zeros_like(memory.reward), discount=torch.ones_like(memory.discount)
    )
    with torch.no_grad():
        for parameter in (*task.model.parameters(), *task.target.parameters()):
            parameter.zero_()
        task.model.mlp.layers[-1].bias.copy_(torch.tensor([0.0, 3.0, 0.0, 0.0]))
        task.target.mlp.layers[-1].bias.copy_(torch.tensor([9.0, 5.0, 9.0, 9.0]))
    task.batches.config = dataclasses.replace(task.batches.config, tau=1e-12)
    task.symmetry.manual_seed(0)
    at_east = Transition(*no_reward)._replace(action=torch.full((16,), 1))
    state = task.symmetry.get_state()
    draws = torch.randint(8, (2,), generator=task.symmetry)
    task.symmetry.set_state(state)
    action = transform_action(torch.tensor([1]), int(draws[0]) % 4, bool(draws[1] % 2)).item()
    q = [0.0, 3.0, 0.0, 0.0][action]
    loss, _ = task.loss(at_east)
    assert loss.item() == pytest.approx(abs(5.0 - q) - 0.5)


def test_a_stopped_run_ends_like_one_that_was_not_stopped(tmp_path, monkeypatch):
    changed = recipe(steps=12, threads=1)
    whole, _ = start("pyrat-dqn", changed, tmp_path / "whole", show=False)
    calls, loss = iter(range(100)), DoubleDQN.loss

    def interrupted(task, batch):
        if next(calls) == 5:
            signal.raise_signal(signal.SIGINT)
        return loss(task, batch)

    with monkeypatch.context() as patch:
        patch.setattr(DoubleDQN, "loss", interrupted)
        start("pyrat-dqn", changed, tmp_path / "cut", show=False)
    cut, summary = resume(tmp_path / "cut", show=False)
    assert summary["steps"] == 12
    _, a, _, _ = open_run(whole.folder)
    _, b, _, _ = open_run(cut.folder)
    for x, y in zip(a.parameters(), b.parameters(), strict=True):
        assert torch.equal(x, y)


def test_a_board_with_walls_is_refused():
    with pytest.raises(UserError, match="plays on open boards only"):
        recipe(preset="walls").build(torch.device("cpu"))


def test_a_player_of_another_board_is_refused():
    games = Games(MazePool.build(preset("course"), 1), 2)
    with pytest.raises(UserError, match="cannot play on 21x15"):
        QPlayer(QNetwork(10, 10, (8,)))(games, 0)
