import torch
from torch import Tensor, nn


def targets(rewards: Tensor, next_q: Tensor, over: Tensor, gamma: float) -> Tensor:
    return rewards + gamma * next_q.max(dim=1).values * ~over


def taken(q: Tensor, actions: Tensor) -> Tensor:
    return q.gather(1, actions[:, None]).squeeze(1)


def loss(
    network: nn.Module,
    states: Tensor,
    actions: Tensor,
    rewards: Tensor,
    next_states: Tensor,
    over: Tensor,
    gamma: float,
) -> Tensor:
    with torch.no_grad():
        goal = targets(rewards, network(next_states), over, gamma)
    return ((taken(network(states), actions) - goal) ** 2).mean()
