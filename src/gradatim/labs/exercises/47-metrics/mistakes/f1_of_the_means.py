"""Precision and recall are averaged first; F1 of each class comes first, then the mean.

fr: Précision et rappel sont d'abord moyennés ; F1 de chaque classe vient d'abord, puis la moyenne.
"""


def macro_f1(matrix):
    precision, recall = (rate.mean() for rate in precision_recall(matrix))
    return (2 * precision * recall / (precision + recall)).nan_to_num(0).item()
