"""The windows are reshaped without permuting the axes: positions and kernel places are mixed.

fr: Les fenêtres sont remodelées sans permuter les axes : positions et places du noyau sont
mélangées.
"""


def patches(x, k):
    B, C, _, _ = x.shape
    return x.unfold(2, k, 1).unfold(3, k, 1).reshape(B, C * k * k, -1)
