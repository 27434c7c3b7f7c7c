"""The division by sqrt(D) is missing.

fr: Il manque la division par sqrt(D).
"""


def weights(q, k):
    return torch.softmax(q @ k.transpose(-2, -1), dim=-1)
