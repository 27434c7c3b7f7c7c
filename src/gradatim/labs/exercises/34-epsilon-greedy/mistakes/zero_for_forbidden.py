"""q * legal gives forbidden actions the value 0, which beats negative ones: use minus infinity.

fr: q * legal donne 0 aux actions interdites, ce qui bat les négatives : prenez moins l'infini.
"""


def choose(q, legal, epsilon):
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, (q * legal).argmax(dim=1))
