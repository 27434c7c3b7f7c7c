"""The update of the bias is not multiplied by the rate.

fr: La correction du biais n'est pas multipliée par le taux.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction == y:
        return w, b
    return w + rate * y * x, b + y
