"""The channels are dealt out to the heads one by one; head h should get neighboring channels, h*D
to (h+1)*D.

fr: Les canaux sont distribués aux têtes un par un ; la tête h doit recevoir des canaux voisins, de
h*D à (h+1)*D.
"""


def split_heads(x, n_heads):
    return x.unflatten(-1, (-1, n_heads)).permute(0, 3, 1, 2)


def merge_heads(x):
    return x.permute(0, 2, 3, 1).flatten(2)
