"""Illegal actions are lowered by or to a fixed number, which is not low enough for every q: use
minus infinity.

fr: Les actions interdites sont abaissées d'un nombre fixe ou à un nombre fixe, pas assez bas pour
tout q : utilisez moins l'infini.
"""


def choose(q, legal, epsilon):
    best = (q - 2.0 * ~legal).argmax(dim=1)
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
