"""The sum is divided by the number of all positions; divide by the number of targets that are
not -100.

fr: La somme est divisée par le nombre de toutes les positions ; divisez par le nombre de cibles
autres que -100.
"""


def loss(logits, targets):
    return (
        F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum") / targets.numel()
    )
