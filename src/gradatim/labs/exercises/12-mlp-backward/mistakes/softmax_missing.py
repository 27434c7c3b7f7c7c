"""The scores themselves are used instead of their softmax.

fr: Les scores eux-mêmes servent à la place de leur softmax.
"""


def cross_entropy_backward(z, labels):
    return (z - torch.eye(z.shape[1])[labels]) / len(z)
