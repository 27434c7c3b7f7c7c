"""The weights also change where the prediction is right but the sum is close to 0; the perceptron
asks for no margin.

fr: Les poids changent aussi là où la prédiction est juste mais la somme proche de 0 ; le
perceptron ne demande pas de marge.
"""


def update(x, y, w, b, rate):
    if y * float(w @ x + b) < 1:
        return w + rate * y * x, b + rate * y
    return w, b
