"""The sum is divided by all places; divide by the number of targets, those that are not -100.

fr: La somme est divisée par toutes les places ; divisez par le nombre de cibles, sans les -100.
"""


def loss(logits, targets):
    return (
        F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum") / targets.numel()
    )
