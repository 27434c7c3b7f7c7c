"""All coordinates move at once; the slope of coordinate i moves only w[i].

fr: Toutes les coordonnées bougent à la fois ; la pente i ne bouge que w[i].
"""


def central_difference(f, w, h):
    return ((f(w + h) - f(w - h)) / (2 * h)).expand_as(w)
