"""load_state_dict demands all names unless strict=False.

fr: load_state_dict exige tous les noms, sauf avec strict=False.
"""


def load_matching(model, weights):
    own = model.state_dict()
    fitting = {n: t for n, t in weights.items() if n in own and t.shape == own[n].shape}
    model.load_state_dict(fitting)
    return [name for name in own if name not in fitting]
