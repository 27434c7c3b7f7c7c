"""The Bellman target."""

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, normal, whole


def moves(generator):
    yield torch.tensor([1.0]), torch.tensor([[2.0, 4.0]]), torch.tensor([False]), 0.5
    yield torch.tensor([1.0]), torch.tensor([[2.0, 4.0]]), torch.tensor([True]), 0.5
    yield torch.tensor([0.0]), torch.tensor([[-2.0, -4.0]]), torch.tensor([False]), 0.5
    over = torch.tensor([False, True, False])
    yield whole(generator, 3), whole(generator, 3, 4), over, 0.9


def choices(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([1])
    for N, A in ((2, 2), (3, 4), (2, 1)):
        yield whole(generator, N, A), torch.randint(A, (N,), generator=generator)


def batches(generator):
    for N, gamma in ((1, 0.9), (3, 0.9), (4, 0.5)):
        yield (
            normal(generator, N, 2),
            torch.randint(3, (N,), generator=generator),
            normal(generator, N),
            normal(generator, N, 2),
            torch.arange(N) == 1,
            gamma,
        )


def run(loss, states, actions, rewards, next_states, over, gamma):
    torch.default_generator.manual_seed(1)
    network = nn.Linear(2, 3)
    value = loss(network, states, actions, rewards, next_states, over, gamma)
    value.backward()
    gradient = network.weight.grad
    return {"loss": value.detach(), "gradient": torch.zeros(3, 2) if gradient is None else gradient}


def loss(network, states, actions, rewards, next_states, over, gamma):
    q = network(states)[torch.arange(len(states)), actions]
    with torch.no_grad():
        best = network(next_states).amax(1)
        goal = rewards + gamma * torch.where(over, 0.0, best)
    return ((q - goal) ** 2).mean()


def expected(states, actions, rewards, next_states, over, gamma):
    return run(loss, states, actions, rewards, next_states, over, gamma)


CHECKS = [
    Check(
        name="targets",
        inputs=moves,
        expected=lambda rewards, next_q, over, gamma: torch.stack(
            [r if o else r + gamma * max(q) for r, q, o in zip(rewards, next_q, over)]
        ),
    ),
    Check(
        name="taken",
        inputs=choices,
        expected=lambda q, actions: torch.stack([row[a] for row, a in zip(q, actions)]),
    ),
    Check(name="loss", inputs=batches, run=run, expected=expected),
]
