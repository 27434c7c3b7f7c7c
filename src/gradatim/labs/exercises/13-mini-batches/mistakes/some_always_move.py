"""A step of the shuffle leaves an example no chance to stay: it is exchanged only with those
before it, not with itself, so some orders never come.

fr: Une étape du mélange ne laisse à un exemple aucune chance de rester : il n'est échangé qu'avec
ceux d'avant, jamais avec lui-même, donc certains ordres ne viennent jamais.
"""


def shuffled(x, y, seed):
    generator = torch.Generator().manual_seed(seed)
    order = list(range(len(x)))
    for i in range(len(x) - 1, 0, -1):
        j = int(torch.randint(i, (1,), generator=generator))
        order[i], order[j] = order[j], order[i]
    return x[order], y[order]
