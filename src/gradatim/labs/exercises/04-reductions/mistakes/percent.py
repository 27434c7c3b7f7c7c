"""The result is in percent; a number between 0 and 1 is asked for.

fr: Le résultat est en pour cent ; il faut un nombre entre 0 et 1.
"""


def accuracy(logits, labels):
    return 100 * (logits.argmax(dim=1) == labels).float().mean().item()
