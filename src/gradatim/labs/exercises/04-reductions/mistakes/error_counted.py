"""The fraction of wrong rows is returned; accuracy is the fraction of right ones.

fr: C'est la proportion de lignes fausses ; l'exactitude est celle des lignes justes.
"""


def accuracy(logits, labels):
    return (logits.argmax(dim=1) != labels).float().mean().item()
