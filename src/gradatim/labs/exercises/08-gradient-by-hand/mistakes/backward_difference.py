"""That is a backward difference, (f(w) - f(w - h)) / h; the central one takes a step to both
sides.

fr: C'est une différence arrière, (f(w) - f(w - h)) / h ; la différence centrée fait un pas des
deux côtés.
"""


def central_difference(f, w, h):
    rows = torch.eye(len(w), dtype=w.dtype) * h
    return torch.stack([(f(w) - f(w - row)) / h for row in rows])
