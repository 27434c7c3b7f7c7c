"""The step has the wrong sign: the prediction gets worse.

fr: Le pas a le mauvais signe : la prédiction empire.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction == y:
        return w, b
    return w - rate * y * x, b - rate * y
