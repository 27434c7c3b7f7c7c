"""Illegal actions lose a fixed number, which a large q outweighs: use minus infinity.

fr: Les actions interdites perdent un nombre fixe, qu'un grand q dépasse : utilisez moins l'infini.
"""


def choose(q, legal, epsilon):
    best = (q - 2.0 * ~legal).argmax(dim=1)
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
