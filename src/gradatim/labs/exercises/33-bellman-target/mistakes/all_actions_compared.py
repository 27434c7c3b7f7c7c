"""The values of all actions are compared with the target; compare only that of the action that was
taken.

fr: Les valeurs de toutes les actions sont comparées à la cible ; ne comparez que celle de l'action
choisie.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(next_states), over, gamma)
    return ((network(states) - goal[:, None]) ** 2).mean()
