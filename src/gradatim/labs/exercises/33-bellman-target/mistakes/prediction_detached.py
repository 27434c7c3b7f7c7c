"""The gradient passes through the target instead of the value that was taken.

fr: Le gradient passe par la cible au lieu de la valeur choisie.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    target = targets(rewards, network(next_states), over, gamma)
    return ((taken(network(states), actions).detach() - target) ** 2).mean()
