"""The negative numbers are kept and the positive ones become 0: this is min(0, x).

fr: Les négatifs sont gardés et les positifs deviennent 0 : c'est min(0, x).
"""


def relu(x):
    return x.clamp(max=0)
