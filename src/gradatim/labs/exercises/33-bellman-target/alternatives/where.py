def targets(rewards, next_q, over, gamma):
    return torch.where(over, rewards, rewards + gamma * next_q.amax(-1))


def taken(q, actions):
    return q[torch.arange(len(q)), actions]


def loss(network, states, actions, rewards, next_states, over, gamma):
    goal = targets(rewards, network(next_states).detach(), over, gamma)
    return nn.functional.mse_loss(taken(network(states), actions), goal)
