"""The random action is never the best one; all legal actions are equally likely.

fr: L'action au hasard n'est jamais la meilleure ; toutes les actions permises sont également
probables.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    other = legal.clone()
    other[torch.arange(len(q)), best] = legal.sum(1) < 2
    random = torch.multinomial(other.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
