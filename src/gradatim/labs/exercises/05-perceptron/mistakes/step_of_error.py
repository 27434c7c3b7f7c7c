"""The update uses y minus the prediction, which is 2 or -2 for an error: it is twice as large as
asked.

fr: La correction utilise y moins la prédiction, soit 2 ou -2 pour une erreur : elle est deux fois
trop grande.
"""


def update(x, y, w, b, rate):
    prediction = 1.0 if w @ x + b > 0 else -1.0
    return w + rate * (y - prediction) * x, b + rate * (y - prediction)
