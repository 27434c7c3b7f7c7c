def choose(q, legal, epsilon):
    best = torch.where(legal, q, torch.full_like(q, -1e30)).max(1).indices
    greedy = torch.nn.functional.one_hot(best, q.shape[1]).float()
    uniform = legal / legal.sum(1, keepdim=True)
    return torch.distributions.Categorical(epsilon * uniform + (1 - epsilon) * greedy).sample()


def epsilon_at(step, start, end, n_steps):
    step = min(step, n_steps)
    return ((n_steps - step) * start + step * end) / n_steps
