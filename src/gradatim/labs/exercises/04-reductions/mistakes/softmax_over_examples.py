"""The softmax is taken over the examples (dim=0): columns sum to 1, not rows.

fr: Le softmax est pris sur les exemples (dim=0) : ce sont les colonnes qui ont pour somme 1, et non
les lignes.
"""


def softmax(logits):
    exponentials = (logits - logits.max(dim=0, keepdim=True).values).exp()
    return exponentials / exponentials.sum(dim=0, keepdim=True)
