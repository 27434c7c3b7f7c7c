"""The mean of each sentence is averaged; sentences with few targets then count too much.

fr: La moyenne de chaque phrase est moyennée ; les phrases à peu de cibles comptent alors
trop.
"""


def loss(logits, targets):
    return torch.stack([F.cross_entropy(z, t) for z, t in zip(logits, targets)]).mean()
