"""The weights change although the prediction was right; only errors teach a perceptron.

fr: Les poids changent alors que la prédiction était juste ; seules les erreurs instruisent.
"""


def update(x, y, w, b, rate):
    return w + rate * y * x, b + rate * y
