"""The windows are side by side; one must start at every position, so that they overlap.

fr: Les fenêtres sont côte à côte ; il doit y en avoir une à chaque position, elles se chevauchent
donc.
"""


def patches(x, k):
    return F.unfold(x, k, stride=k)
