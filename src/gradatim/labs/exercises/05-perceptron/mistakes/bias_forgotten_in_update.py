"""The prediction in update leaves the bias out: other examples count as wrong.

fr: La prédiction dans update oublie le biais : d'autres exemples comptent pour faux.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x > 0 else -1.0
    if prediction == y:
        return w, b
    return w + rate * y * x, b + rate * y
