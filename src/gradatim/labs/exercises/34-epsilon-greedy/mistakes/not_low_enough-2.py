import torch


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, -1000.0).argmax(dim=1)
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
