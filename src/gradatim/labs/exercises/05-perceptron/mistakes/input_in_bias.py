"""The update of the bias is multiplied by the input; its input is always 1.

fr: La correction du biais est multipliée par l'entrée ; l'entrée du biais vaut toujours 1.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction == y:
        return w, b
    return w + rate * y * x, b + rate * y * x.sum().item()
