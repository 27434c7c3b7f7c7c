"""Numbers above 1 are cut off; relu has no upper limit.

fr: Les nombres au-dessus de 1 sont coupés ; relu n'a pas de limite supérieure.
"""


def relu(x):
    return x.clamp(0, 1)
