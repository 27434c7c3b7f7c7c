"""The negative numbers are left out; they should become 0, in the shape of x.

fr: Les nombres négatifs sont retirés ; ils doivent devenir 0, dans la forme de x.
"""


def relu(x):
    return x[x > 0]
