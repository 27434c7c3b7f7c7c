"""Where the sum is exactly 0 and y is +1 the prediction is wrong, but nothing changes: a test such
as `y * sum < 0` treats 0 as right for both labels.

fr: Là où la somme est exactement 0 et y vaut +1, la prédiction est fausse, mais rien ne change :
un test comme `y * somme < 0` compte 0 pour juste avec les deux étiquettes.
"""


def update(x, y, w, b, rate):
    if y * (w @ x + b) >= 0:
        return w, b
    return w + rate * y * x, b + rate * y
