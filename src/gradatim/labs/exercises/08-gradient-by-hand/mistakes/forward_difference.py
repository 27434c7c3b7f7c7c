"""That is a forward difference, (f(w + h) - f(w)) / h; the central one takes a step to both
sides.

fr: C'est une différence à droite, (f(w + h) - f(w)) / h ; la différence centrale fait un pas de
chaque côté.
"""


def central_difference(f, w, h):
    eye = torch.eye(len(w), dtype=w.dtype) * h
    return torch.stack([(f(w + row) - f(w)) / h for row in eye])
