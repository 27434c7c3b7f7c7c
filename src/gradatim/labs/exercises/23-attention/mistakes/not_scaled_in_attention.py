"""attention computes its own weights, without dividing by sqrt(D).

fr: attention calcule ses propres poids, sans diviser par sqrt(D).
"""


def attention(q, k, v):
    return torch.softmax(q @ k.transpose(-2, -1), dim=-1) @ v
