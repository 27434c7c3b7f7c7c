"""Where the sum is exactly 0 and y is -1 the prediction is right, but the weights change: a test
such as `y * sum <= 0` treats 0 as wrong for both labels.

fr: Là où la somme est exactement 0 et y vaut -1, la prédiction est juste, mais les poids
changent : un test comme `y * somme <= 0` compte 0 pour une erreur avec les deux étiquettes.
"""


def update(x, y, w, b, rate):
    if y * (w @ x + b) > 0:
        return w, b
    return w + rate * y * x, b + rate * y
