"""The right answers are counted but not divided by the number of examples.

fr: Les bonnes réponses sont comptées, mais pas divisées par le nombre d'exemples.
"""


def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item()
