"""The best action is taken even if it is illegal.

fr: La meilleure action est prise même si elle est interdite.
"""


def choose(q, legal, epsilon):
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, q.argmax(dim=1))
