"""The random action is drawn from all actions, forbidden ones too.

fr: L'action au hasard est tirée parmi toutes, les interdites comprises.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = torch.randint(q.shape[1], (len(q),))
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
