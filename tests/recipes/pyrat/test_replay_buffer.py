"""n-step transitions, and the buffer that holds the newest."""

from collections import deque

import torch

from gradatim.recipes.pyrat.replay_buffer import Step, n_step_return


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
