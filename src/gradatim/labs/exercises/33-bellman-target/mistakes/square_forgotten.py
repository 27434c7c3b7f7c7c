"""The differences are averaged without a square: plus and minus cancel.

fr: Les différences sont moyennées sans carré : plus et moins s'annulent.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(next_states), over, gamma)
    return (taken(network(states), actions) - goal).mean()
