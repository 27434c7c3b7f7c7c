"""Only w is updated; the bias must be updated too, as if its input were always 1.

fr: Seul w est mis à jour ; le biais doit l'être aussi, comme si son entrée valait toujours 1.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    if prediction == y:
        return w, b
    return w + rate * y * x, b
