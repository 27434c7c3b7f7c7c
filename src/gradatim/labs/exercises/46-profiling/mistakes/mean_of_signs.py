"""The signs are counted; the sum of the numbers decides.

fr: Les signes sont comptés ; c'est la somme des nombres qui décide.
"""


def balance(x):
    return torch.where(x.sign().sum() > 0, 2 * x, x - 1)
