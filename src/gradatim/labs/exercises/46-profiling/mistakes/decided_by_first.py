"""The first number decides; the sum of all does.

fr: Le premier nombre décide ; c'est la somme de tous qui doit décider.
"""


def balance(x):
    return torch.where(x[0] > 0, 2 * x, x - 1)
