"""The absolute difference is averaged; the squared one is asked for.

fr: C'est la différence absolue qui est moyennée ; il faut son carré.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    target = targets(rewards, network(next_states), over, gamma).detach()
    return (taken(network(states), actions) - target).abs().mean()
