"""One random action is drawn for all rows; each row draws its own.

fr: Une action au hasard est tirée pour toutes les lignes ; chaque ligne tire la sienne.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = torch.multinomial(legal[0].float(), 1)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
