"""The squared differences are summed; their mean is asked for.

fr: Les carrés des différences sont sommés ; il faut leur moyenne.
"""

_right = loss


def loss(network, states, actions, rewards, next_states, over, gamma):
    return len(states) * _right(network, states, actions, rewards, next_states, over, gamma)
