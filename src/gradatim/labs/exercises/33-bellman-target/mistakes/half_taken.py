"""The loss has a factor 1/2 too many.

fr: La perte a un facteur 1/2 de trop.
"""

_right = loss


def loss(network, states, actions, rewards, next_states, over, gamma):
    return _right(network, states, actions, rewards, next_states, over, gamma) / 2
