"""The losses of a sentence are summed, and their mean over the sentences is taken; divide by the
number of targets.

fr: Les pertes d'une phrase sont additionnées, puis moyennées sur les phrases ; divisez par le
nombre de cibles.
"""


def loss(logits, targets):
    total = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum")
    return total / len(targets)
