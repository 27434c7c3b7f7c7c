def targets(rewards, next_q, over, gamma):
    goals = rewards.clone()
    for n in range(len(rewards)):
        if not over[n]:
            goals[n] += gamma * max(next_q[n].tolist())
    return goals


def taken(q, actions):
    return torch.stack([q[n, a] for n, a in enumerate(actions.tolist())])


def loss(network, states, actions, rewards, next_states, over, gamma):
    goals = targets(rewards, network(next_states), over, gamma).detach()
    values = taken(network(states), actions)
    return sum((v - g) ** 2 for v, g in zip(values, goals)) / len(goals)
