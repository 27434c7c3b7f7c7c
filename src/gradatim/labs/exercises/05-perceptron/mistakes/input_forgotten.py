"""The update of w is not multiplied by the input x.

fr: La correction de w n'est pas multipliée par l'entrée x.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction == y:
        return w, b
    return w + rate * y, b + rate * y
