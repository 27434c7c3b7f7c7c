"""Classes with F1 = 0 are left out of the mean; they count.

fr: Les classes où F1 = 0 sont laissées hors de la moyenne ; elles comptent.
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    f1 = 2 * precision * recall / (precision + recall)
    return f1.nanmean().nan_to_num(0).item()
