"""Equal numbers do not mean the same memory: a copy has equal ones.

fr: Des nombres égaux ne veulent pas dire la même mémoire : une copie a les mêmes.
"""


def same_storage(a, b):
    return a.shape == b.shape and torch.equal(a, b)
