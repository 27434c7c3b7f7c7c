"""The root of P R is their geometric mean; F1 is the harmonic one, 2 P R / (P + R).

fr: La racine de P R est leur moyenne géométrique ; F1 est l'harmonique, 2 P R / (P + R).
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    return (precision * recall).sqrt().mean().item()
