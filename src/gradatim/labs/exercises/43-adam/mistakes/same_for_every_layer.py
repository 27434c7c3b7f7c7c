"""Every layer gets the same numbers, as from a seed set anew: draw each layer's.

fr: Chaque couche reçoit les mêmes nombres, comme d'une graine remise : tirez ceux de chaque
couche.
"""

_right = initialise


def initialise(model):
    for layer in [m for m in model.modules() if not list(m.children())]:
        torch.manual_seed(0)
        _right(layer)
