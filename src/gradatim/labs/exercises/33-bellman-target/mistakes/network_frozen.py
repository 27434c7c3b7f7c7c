"""The parameters of the network are frozen, for the target, and never set free again: nothing can
learn any more. torch.no_grad() around the target is enough.

fr: Les paramètres du réseau sont gelés, pour la cible, et jamais libérés : plus rien ne peut
apprendre. torch.no_grad() autour de la cible suffit.
"""

_right = loss


def loss(network, states, actions, rewards, next_states, over, gamma):
    prediction = taken(network(states), actions)
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    goal = targets(rewards, network(next_states), over, gamma)
    return ((prediction - goal) ** 2).mean()
