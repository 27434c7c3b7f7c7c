"""The logarithm is taken of probabilities, and one that rounds to 0 gives infinity; log_softmax or
cross_entropy do both in one.

fr: Le logarithme est pris de probabilités, et une qui s'arrondit à 0 donne l'infini ; log_softmax
ou cross_entropy font les deux à la fois.
"""


def loss(logits, targets):
    kept = targets != -100
    p = logits[kept].softmax(1)
    return -p.gather(1, targets[kept][:, None]).log().mean()
