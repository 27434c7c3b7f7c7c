"""The weights have not changed.

fr: Les poids n'ont pas changé.
"""


def initialise(model):
    pass
