"""The root of the mean is taken; the mean of the squares itself is asked for.

fr: La racine de la moyenne est prise ; la moyenne des carrés elle-même est demandée.
"""

_right = loss


def loss(network, states, actions, rewards, next_states, over, gamma):
    return _right(network, states, actions, rewards, next_states, over, gamma).sqrt()
