"""The scores are multiplied by sqrt(D); divide them.

fr: Les scores sont multipliés par sqrt(D) ; divisez-les.
"""


def weights(q, k):
    return torch.softmax(q @ k.mT * q.shape[-1] ** 0.5, dim=-1)
