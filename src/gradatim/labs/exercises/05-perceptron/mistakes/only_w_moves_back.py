"""The bias moves the wrong way: it is y that is added, times the rate.

fr: Le biais va dans le mauvais sens : c'est y qui est ajouté, fois le taux.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction == y:
        return w, b
    return w + rate * y * x, b - rate * y
