"""Tensors without axes, such as the counter of a batch norm, are not copied; they match like the
others.

fr: Les tenseurs sans axe, comme le compteur d'une batch norm, ne sont pas copiés ; ils concordent
comme les autres.
"""


def load_matching(model, weights):
    own = model.state_dict()
    fitting = {
        name: tensor
        for name, tensor in weights.items()
        if name in own and tensor.shape == own[name].shape
    }
    model.load_state_dict({n: t for n, t in fitting.items() if t.dim()}, strict=False)
    return [name for name in own if name not in fitting]
