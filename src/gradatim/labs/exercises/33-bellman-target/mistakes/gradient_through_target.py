"""The gradient passes through the target as well: compute it inside torch.no_grad().

fr: Le gradient passe aussi par la cible : calculez-la dans torch.no_grad().
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    goal = targets(rewards, network(next_states), over, gamma)
    return ((taken(network(states), actions) - goal) ** 2).mean()
