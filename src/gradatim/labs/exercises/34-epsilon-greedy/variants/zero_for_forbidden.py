def choose(values, allowed, epsilon):
    n = len(values)
    greedy = torch.where(allowed, values, torch.zeros(())).argmax(1)
    chance = torch.multinomial(allowed.float(), 1)[:, 0]
    explore = torch.rand(n) < epsilon
    return torch.where(explore, chance, greedy)
