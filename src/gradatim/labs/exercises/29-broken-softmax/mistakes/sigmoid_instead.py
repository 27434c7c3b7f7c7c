"""A sigmoid is taken of each score: the rows do not sum to 1.

fr: Une sigmoïde est prise de chaque score : les lignes n'ont pas pour somme 1.
"""


def probabilities(model, x):
    return torch.sigmoid(model(x))
