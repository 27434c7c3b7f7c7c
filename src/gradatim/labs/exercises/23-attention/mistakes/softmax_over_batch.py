"""The softmax is taken over the batch.

fr: Le softmax est pris sur le lot.
"""


def weights(q, k):
    return torch.softmax(q @ k.mT / q.shape[-1] ** 0.5, dim=0)
