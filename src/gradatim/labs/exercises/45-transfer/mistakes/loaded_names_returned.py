"""The names returned are those that were loaded; those that got nothing are asked for.

fr: Les noms renvoyés sont ceux qui ont été chargés ; il faut ceux qui n'ont rien reçu.
"""


def load_matching(model, weights):
    own = model.state_dict()
    fitting = {n: t for n, t in weights.items() if n in own and t.shape == own[n].shape}
    model.load_state_dict(fitting, strict=False)
    return [name for name in own if name in fitting]
