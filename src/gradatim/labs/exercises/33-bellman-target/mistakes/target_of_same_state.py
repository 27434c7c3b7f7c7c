"""The target is computed from the same state; use the next one.

fr: La cible est calculée à partir du même état ; utilisez le suivant.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(states), over, gamma)
    return ((taken(network(states), actions) - goal) ** 2).mean()
