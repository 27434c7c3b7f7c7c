"""f(w + h) - 2 f(w) + f(w - h) belongs to the second derivative; the first needs f(w + h) - f(w -
h).

fr: f(w + h) - 2 f(w) + f(w - h) appartient à la dérivée seconde ; la première demande f(w + h)
- f(w - h).
"""

import torch


def central_difference(f, w, h):
    steps = h * torch.eye(len(w))
    return torch.stack([(f(w + e) - 2 * f(w) + f(w - e)) / (2 * h) for e in steps])
