"""The number of elements is compared; a tensor fits only if its shape is the same.

fr: Le nombre d'éléments est comparé ; un tenseur ne convient que si sa forme est la même.
"""


def load_matching(model, weights):
    own = model.state_dict()
    found = []
    for name, tensor in own.items():
        if name in weights and weights[name].numel() == tensor.numel():
            tensor.copy_(weights[name].view_as(tensor))
            found.append(name)
    return [name for name in own if name not in found]
