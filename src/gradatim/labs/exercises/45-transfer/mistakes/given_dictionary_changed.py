"""Names are removed from the caller's dictionary; make one of your own.

fr: Des noms sont retirés du dictionnaire de l'appelant ; faites-en un vous-même.
"""

_right = load_matching


def load_matching(model, weights):
    names = _right(model, weights)
    for name in [name for name in weights if name not in model.state_dict()]:
        del weights[name]
    return names
