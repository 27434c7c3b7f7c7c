"""The loss is a mean: each example counts for 1/B, which is missing.

fr: La perte est une moyenne : chaque exemple compte pour 1/B, qui manque.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) * p * (1 - p)
    return d @ x, d.sum()
