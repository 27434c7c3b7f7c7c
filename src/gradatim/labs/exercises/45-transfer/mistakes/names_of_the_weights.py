"""The names returned are those of weights without a place; those of the model without weights are
asked for.

fr: Les noms renvoyés sont ceux de weights sans place ; il faut ceux du modèle sans poids.
"""


def load_matching(model, weights):
    own = model.state_dict()
    fitting = {n: t for n, t in weights.items() if n in own and t.shape == own[n].shape}
    model.load_state_dict(fitting, strict=False)
    return [name for name in weights if name not in fitting]
