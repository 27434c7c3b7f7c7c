"""The best value of the state is compared with the target; take that of the action that was taken.

fr: La meilleure valeur de l'état est comparée à la cible ; prenez celle de l'action choisie.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(next_states), over, gamma)
    return ((network(states).amax(1) - goal) ** 2).mean()
