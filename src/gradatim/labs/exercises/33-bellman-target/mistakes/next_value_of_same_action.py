"""The target takes the next value of the action that was taken; it takes the best next action.

fr: La cible prend la valeur suivante de l'action choisie ; elle prend la meilleure action
suivante.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = rewards + gamma * taken(network(next_states), actions) * ~over
    return ((taken(network(states), actions) - goal) ** 2).mean()
