"""Only the product P R is averaged; F1 is 2 P R / (P + R).

fr: Seul le produit P R est moyenné ; F1 vaut 2 P R / (P + R).
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    return (precision * recall).mean().item()
