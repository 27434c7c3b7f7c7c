import torch
from torch.nn import functional as F


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(next_states), over, gamma)
    values = (network(states) * F.one_hot(actions)).sum(1)
    return ((values - goal) ** 2).mean()
