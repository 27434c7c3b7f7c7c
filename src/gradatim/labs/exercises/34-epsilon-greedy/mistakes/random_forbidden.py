"""The random action is drawn from all actions, illegal ones too.

fr: L'action au hasard est tirée parmi toutes, y compris les interdites.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = torch.randint(q.shape[1], (len(q),))
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
