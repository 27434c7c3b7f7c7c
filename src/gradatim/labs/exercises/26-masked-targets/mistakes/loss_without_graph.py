"""The loss is computed without a graph, so no gradient reaches logits.

fr: La perte est calculée sans graphe, donc aucun gradient n'atteint logits.
"""


def loss(logits, targets):
    return F.cross_entropy(logits.detach().flatten(0, 1), targets.flatten(), ignore_index=-100)
