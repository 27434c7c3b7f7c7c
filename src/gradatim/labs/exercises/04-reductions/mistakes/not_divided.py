"""The exponentials are not divided by their sum: rows do not sum to 1.

fr: Les exponentielles ne sont pas divisées par leur somme : les lignes n'ont pas pour somme
1.
"""


def softmax(logits):
    return (logits - logits.max(dim=1, keepdim=True).values).exp()
