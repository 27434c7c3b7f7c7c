"""The batches overlap: they start at every example instead of every `size` examples.

fr: Les lots se chevauchent : ils commencent à chaque exemple au lieu de tous les `size`.
"""


def batches(x, y, size):
    return [(x[i : i + size], y[i : i + size]) for i in range(len(x))]
