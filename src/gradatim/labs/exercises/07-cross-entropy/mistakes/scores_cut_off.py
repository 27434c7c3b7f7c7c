"""The scores are cut off at some size: no overflow, but wrong numbers. Subtract the largest score
instead.

fr: Les scores sont coupés à une certaine taille : pas de débordement, mais des nombres faux.
Soustrayez plutôt le plus grand score.
"""


def log_sum_exp(z):
    return torch.exp(z.clamp(-80, 80)).sum(1).log()
