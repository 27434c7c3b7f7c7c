"""The seed is set in every call, so the random numbers are always the same.

fr: La graine est fixée à chaque appel : les nombres aléatoires sont toujours les mêmes.
"""


def choose(q, legal, epsilon):
    torch.manual_seed(0)
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
