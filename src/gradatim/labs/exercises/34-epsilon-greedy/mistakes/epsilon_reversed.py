"""epsilon is the probability to explore; here it is the probability to be greedy.

fr: epsilon est la probabilité d'explorer ; ici c'est celle d'exploiter.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, best, random)
