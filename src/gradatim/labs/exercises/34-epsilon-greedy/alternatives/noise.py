def choose(q, legal, epsilon):
    explore = (torch.rand(q.shape[0], 1) < epsilon).expand_as(q)
    values = torch.where(explore, torch.rand_like(q), q)
    return torch.where(legal, values, -torch.inf).argmax(-1)


def epsilon_at(step, start, end, n_steps):
    share = torch.tensor(step / n_steps).clamp(0, 1)
    return torch.lerp(torch.tensor(start), torch.tensor(end), share)
