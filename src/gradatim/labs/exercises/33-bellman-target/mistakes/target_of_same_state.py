"""The target looks at the same state; it must look at the next one.

fr: La cible regarde le même état ; elle doit regarder le suivant.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(states), over, gamma)
    return ((taken(network(states), actions) - goal) ** 2).mean()
