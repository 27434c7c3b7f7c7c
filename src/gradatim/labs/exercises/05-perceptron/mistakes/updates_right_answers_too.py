"""The weights change although the prediction was right; a perceptron learns from its errors
only.

fr: Les poids changent alors que la prédiction était juste ; un perceptron n'apprend que de ses
erreurs.
"""


def update(x, y, w, b, rate):
    return w + rate * y * x, b + rate * y
