"""A coordinate is not put back before the next one moves: in step i all earlier ones are still
moved.

fr: Une coordonnée n'est pas remise en place avant que la suivante ne bouge : au pas i, toutes les
précédentes sont encore déplacées.
"""


def central_difference(f, w, h):
    slope, plus, minus = torch.zeros_like(w), w.clone(), w.clone()
    for i in range(len(w)):
        plus[i] += h
        minus[i] -= h
        slope[i] = (f(plus) - f(minus)) / (2 * h)
    return slope
