"""A class with P = R = 0 makes the mean nan; it counts as 0.

fr: Une classe où P = R = 0 rend la moyenne nan ; elle compte pour 0.
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    return (2 * precision * recall / (precision + recall)).mean().item()
