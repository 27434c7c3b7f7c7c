"""The update is not multiplied by the rate.

fr: La correction n'est pas multipliée par le taux.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    return (w, b) if prediction == y else (w + y * x, b + y)
