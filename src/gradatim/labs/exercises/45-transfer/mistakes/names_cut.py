"""The beginning of a name is cut off before it is looked for; names are compared as they stand.

fr: Le début d'un nom est coupé avant de le chercher ; les noms se comparent tels quels.
"""


def load_matching(model, weights):
    own = model.state_dict()
    fitting = {}
    for name, tensor in weights.items():
        name = name.removeprefix("module.")
        if name in own and tensor.shape == own[name].shape:
            fitting[name] = tensor
    model.load_state_dict(fitting, strict=False)
    return [name for name in own if name not in fitting]
