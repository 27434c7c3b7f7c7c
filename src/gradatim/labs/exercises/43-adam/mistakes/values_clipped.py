"""Each number is cut at the limit; the whole gradient is to be scaled by one factor.

fr: Chaque nombre est coupé à la limite ; tout le gradient doit être multiplié par un même facteur.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.clamp_(-limit, limit)
    return norm
