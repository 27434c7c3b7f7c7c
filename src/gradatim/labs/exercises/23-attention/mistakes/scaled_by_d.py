"""The scores are divided by D; divide by its square root.

fr: Les scores sont divisés par D ; divisez par sa racine carrée.
"""


def weights(q, k):
    return torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1], dim=-1)
