"""The names are right, but the model's tensors have not changed.

fr: Les noms sont justes, mais les tenseurs du modèle n'ont pas changé.
"""


def load_matching(model, weights):
    own = model.state_dict()
    return [n for n in own if n not in weights or weights[n].shape != own[n].shape]
