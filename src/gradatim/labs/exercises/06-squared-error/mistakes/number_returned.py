"""A Python number is returned; a tensor without axes is asked for, so leave .item() or float()
out.

fr: Un nombre Python est renvoyé ; il faut un tenseur sans axe, sans .item() ni float().
"""


def squared_error(prediction, target):
    return ((prediction - target) ** 2).mean().item()
