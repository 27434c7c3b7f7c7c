"""The label y does not enter the update: it always moves in the direction of x.

fr: L'étiquette y n'entre pas dans la correction : elle va toujours dans la direction de x.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    return (w, b) if prediction == y else (w + rate * x, b + rate)
