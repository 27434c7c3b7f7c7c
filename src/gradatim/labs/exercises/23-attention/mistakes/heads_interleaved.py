"""The channels are dealt out to the heads one by one; head h gets neighboring channels.

fr: Les canaux sont distribués aux têtes un par un ; la tête h reçoit des canaux voisins.
"""


def split_heads(x, n_heads):
    return x.unflatten(-1, (-1, n_heads)).permute(0, 3, 1, 2)


def merge_heads(x):
    return x.permute(0, 2, 3, 1).flatten(2)
