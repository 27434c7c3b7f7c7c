"""After its two moves coordinate i is not put back to where it was: the next ones are measured at
another point.

fr: Après ses deux déplacements, la coordonnée i n'est pas remise où elle était : les suivantes sont
mesurées en un autre point.
"""


def central_difference(f, w, h):
    slope, point = torch.zeros_like(w), w.clone()
    for i in range(len(w)):
        point[i] += h
        above = f(point)
        point[i] -= 2 * h
        slope[i] = (above - f(point)) / (2 * h)
    return slope
