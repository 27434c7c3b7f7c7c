"""Everything is computed without gradients; only the target is a constant.

fr: Tout est calculé sans gradient ; seule la cible est une constante.
"""

_right = loss


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        return _right(network, states, actions, rewards, next_states, over, gamma)
