def targets(rewards, next_q, over, gamma):
    future = next_q.sort(dim=1, descending=True).values[:, 0]
    return rewards + gamma * future.masked_fill(over, 0.0)


def taken(q, actions):
    return torch.einsum("na,na->n", q, nn.functional.one_hot(actions, q.shape[1]).to(q.dtype))


def loss(network, states, actions, rewards, next_states, over, gamma):
    with torch.inference_mode():
        future = network(next_states)
    goal = targets(rewards, future.clone(), over, gamma)
    return (taken(network(states), actions) - goal).square().mean()
