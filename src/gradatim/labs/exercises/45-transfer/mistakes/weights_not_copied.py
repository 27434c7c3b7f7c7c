"""The model holds the given tensors themselves, and changes with them: copy the numbers.

fr: Le modèle tient les tenseurs donnés eux-mêmes, et change avec eux : copiez les nombres.
"""

_right = load_matching


def load_matching(model, weights):
    own = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    names = _right(model, weights)
    for name in own.keys() - names:
        own[name].data = weights[name]
    return names
