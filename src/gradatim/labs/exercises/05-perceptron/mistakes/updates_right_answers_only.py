"""The weights change where the prediction is right and not where it is wrong.

fr: Les poids changent là où la prédiction est juste et non là où elle est fausse.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction != y:
        return w, b
    return w + rate * y * x, b + rate * y
