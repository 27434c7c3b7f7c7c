"""All coordinates change at once; for the derivative in coordinate i only w[i] may change.

fr: Toutes les coordonnées changent à la fois ; pour la dérivée selon la coordonnée i, seul w[i]
doit changer.
"""


def central_difference(f, w, h):
    return ((f(w + h) - f(w - h)) / (2 * h)).expand_as(w)
