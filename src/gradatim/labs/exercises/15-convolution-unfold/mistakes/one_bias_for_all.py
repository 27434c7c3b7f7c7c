"""Every output channel gets the same bias; each has its own: bias[:, None].

fr: Chaque canal de sortie reçoit le même biais ; chacun a le sien : bias[:, None].
"""


def convolution(x, weight, bias):
    k = weight.shape[-1]
    y = weight.flatten(1) @ patches(x, k) + bias[0]
    return y.unflatten(-1, (x.shape[2] - k + 1, x.shape[3] - k + 1))
