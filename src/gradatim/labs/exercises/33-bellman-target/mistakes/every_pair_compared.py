"""(N, 1) minus (N,) broadcasts to (N, N): every value is compared with every target.

fr: (N, 1) moins (N,) se diffuse en (N, N) : chaque valeur est comparée à chaque cible.
"""


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.no_grad():
        goal = targets(rewards, network(next_states), over, gamma)
    return ((taken(network(states), actions)[:, None] - goal) ** 2).mean()
