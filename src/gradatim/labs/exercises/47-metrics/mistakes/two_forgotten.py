"""The factor 2 of 2 P R / (P + R) is missing.

fr: Il manque le facteur 2 de 2 P R / (P + R).
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    return (precision * recall / (precision + recall)).nan_to_num(0).mean().item()
