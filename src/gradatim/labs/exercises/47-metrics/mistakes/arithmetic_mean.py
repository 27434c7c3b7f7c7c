"""P and R are averaged; F1 is their harmonic mean, 2 P R / (P + R).

fr: P et R sont moyennés ; F1 est leur moyenne harmonique, 2 P R / (P + R).
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    return ((precision + recall) / 2).mean().item()
