"""The largest score itself is compared with the label; argmax gives its class.

fr: Le plus grand score lui-même est comparé à l'étiquette ; argmax donne sa classe.
"""


def accuracy(logits, labels):
    return (logits.max(dim=1).values == labels).float().mean().item()
