"""The result keeps an axis of size 1: (B, 1) instead of (B,).

fr: Le résultat garde un axe de taille 1 : (B, 1) au lieu de (B,).
"""


def log_sum_exp(z):
    m = z.max(dim=1, keepdim=True).values
    return m + torch.exp(z - m).sum(dim=1, keepdim=True).log()
