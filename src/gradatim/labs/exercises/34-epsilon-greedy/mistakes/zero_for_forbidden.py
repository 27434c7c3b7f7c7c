"""q * legal gives illegal actions the value 0, which is larger than negative ones: use minus
infinity.

fr: q * legal donne 0 aux actions interdites, ce qui dépasse les valeurs négatives : utilisez moins
l'infini.
"""


def choose(q, legal, epsilon):
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, (q * legal).argmax(dim=1))
