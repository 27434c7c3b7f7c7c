"""The softmax runs over the examples (dim=0): columns sum to 1, not rows.

fr: Le softmax parcourt les exemples (dim=0) : les colonnes ont la somme 1, pas les lignes.
"""


def softmax(logits):
    exponentials = (logits - logits.max(dim=0, keepdim=True).values).exp()
    return exponentials / exponentials.sum(dim=0, keepdim=True)
