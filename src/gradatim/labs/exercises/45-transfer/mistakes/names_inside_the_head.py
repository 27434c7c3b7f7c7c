"""The names are those inside the head; in the model they begin with `head.`: go through
model.named_parameters().

fr: Les noms sont ceux à l'intérieur de la tête ; dans le modèle ils commencent par `head.` :
parcourez model.named_parameters().
"""

_right = new_head


def new_head(model, n_classes):
    return [name.removeprefix("head.") for name in _right(model, n_classes)]
