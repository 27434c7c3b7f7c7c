"""The probabilities are cut off (clamp) before the logarithm: no log 0, but the loss of a
confident wrong answer is cut off too.

fr: Les probabilités sont coupées (clamp) avant le logarithme : plus de log 0, mais la perte d'une
réponse fausse et sûre est coupée aussi.
"""


def binary_cross_entropy(z, y):
    s = torch.sigmoid(z).clamp(1e-7, 1 - 1e-7)
    return -(y * s.log() + (1 - y) * (1 - s).log()).mean()
