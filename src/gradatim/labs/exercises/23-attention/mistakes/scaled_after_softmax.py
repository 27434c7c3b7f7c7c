"""The division comes after the softmax: the rows no longer sum to 1.

fr: La division vient après le softmax : les lignes n'ont plus pour somme 1.
"""


def weights(q, k):
    return torch.softmax(q @ k.transpose(-2, -1), dim=-1) / q.shape[-1] ** 0.5
