"""states and next_states are exchanged: the value that was taken belongs to states.

fr: states et next_states sont échangés : la valeur choisie appartient à states.
"""

_right = loss


def loss(network, states, actions, rewards, next_states, over, gamma):
    return _right(network, next_states, actions, rewards, states, over, gamma)
