"""The Bellman target."""

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def moves(generator):
    yield torch.tensor([1.0]), torch.tensor([[2.0, 4.0]]), torch.tensor([False]), 0.5
    yield torch.tensor([1.0]), torch.tensor([[2.0, 4.0]]), torch.tensor([True]), 0.5
    yield torch.tensor([0.0]), torch.tensor([[-2.0, -4.0]]), torch.tensor([False]), 0.5
    over = torch.tensor([False, True, False])
    yield whole(generator, 3), whole(generator, 3, 4), over, 0.9
    over = torch.tensor([True, False, False, True, False])
    yield tenths(generator, 5), tenths(generator, 5, 3), over, 1.0
    yield tenths(generator, 2), 300 * tenths(generator, 2, 1), over[1:3], 0.25
    yield tenths(generator, 40), whole(generator, 40, 2), torch.arange(40) % 3 == 0, 0.0


def choices(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([1])
    for N, A in ((2, 2), (3, 4), (2, 1), (5, 3), (40, 6)):
        yield whole(generator, N, A), torch.randint(A, (N,), generator=generator)


def batches(generator):
    for N, D, gamma, over in (
        (1, 2, 0.9, [False]),
        (3, 2, 0.9, [False, True, False]),
        (4, 2, 0.5, [False, True, False, False]),
        (5, 2, 0.8, [True, False, True, False, True]),  # of several games the end
        (5, 4, 0.7, [False, False, False, True, False]),
        (40, 3, 0.95, [k % 7 == 6 for k in range(40)]),
    ):
        yield (
            normal(generator, N, D),
            torch.randint(actions_of(D), (N,), generator=generator),
            normal(generator, N),
            normal(generator, N, D),
            torch.tensor(over),
            gamma,
        )


def actions_of(D):
    """How many actions a network for states of D numbers tells apart."""
    return 3 if D == 2 else 2 * D - 2


def run(loss, states, actions, rewards, next_states, over, gamma):
    torch.default_generator.manual_seed(1)
    network = nn.Linear(states.shape[1], actions_of(states.shape[1]))
    value = loss(network, states, actions, rewards, next_states, over, gamma)
    value.backward()
    weight, bias = (torch.zeros_like(p) if p.grad is None else p.grad for p in network.parameters())
    return {"loss": value.detach(), "gradient": weight, "gradient of the bias": bias}


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
    Check(
        name="loss",
        inputs=batches,
        run=run,
        expected=expected,
        french={"gradient of the bias": "gradient du biais"},
    ),
]
