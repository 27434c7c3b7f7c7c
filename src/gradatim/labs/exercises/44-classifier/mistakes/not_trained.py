"""About one image in ten is right, as by guessing: the model was not trained.

fr: Environ une image sur dix est juste, comme au hasard : le modèle n'a pas été entraîné.
"""


def classifier(x, y, x_validation, y_validation):
    return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)).eval()
