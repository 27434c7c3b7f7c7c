"""The names are right, but the model's tensors have not changed: `own[name] = ...` for instance
changes only the dictionary that state_dict() gives. Use load_state_dict, or copy_ into the tensors.

fr: Les noms sont justes, mais les tenseurs du modèle n'ont pas changé : `own[name] = ...` par
exemple ne change que le dictionnaire que donne state_dict(). Utilisez load_state_dict, ou copy_
dans les tenseurs.
"""


def load_matching(model, weights):
    own = model.state_dict()
    return [n for n in own if n not in weights or weights[n].shape != own[n].shape]
