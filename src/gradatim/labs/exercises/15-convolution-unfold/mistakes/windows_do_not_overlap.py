"""The windows lie side by side; they must start at every place and overlap.

fr: Les fenêtres sont côte à côte ; elles doivent commencer à chaque place et se chevaucher.
"""


def patches(x, k):
    return F.unfold(x, k, stride=k)
