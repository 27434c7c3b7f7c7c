"""The names are right, but the model's tensors have not changed: state_dict() gives a new
dictionary, so `own[name] = ...` does not reach the model. Use load_state_dict, or copy_ into the
tensors.

fr: Les noms sont justes, mais les tenseurs du modèle n'ont pas changé : state_dict() donne un
nouveau dictionnaire, donc `own[name] = ...` n'atteint pas le modèle. Utilisez load_state_dict, ou
copy_ dans les tenseurs.
"""


def load_matching(model, weights):
    own = model.state_dict()
    return [n for n in own if n not in weights or weights[n].shape != own[n].shape]
