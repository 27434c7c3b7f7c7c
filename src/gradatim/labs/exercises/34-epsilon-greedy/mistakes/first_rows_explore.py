"""The first rows explore and the others never do; each row is decided by a number of its own.

fr: Les premières lignes explorent et les autres jamais ; un nombre propre à chaque ligne en
décide.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.arange(len(q)) < epsilon * len(q), random, best)
