"""x is marked for gradients and set to requires_grad=False afterwards, whatever it was before: take the slope
at x.detach().clone() instead.

fr: x est marqué pour le gradient puis remis à requires_grad=False, quel qu'il fût avant : prenez plutôt la
pente en x.detach().clone().
"""


def slope(f, x):
    x.requires_grad_(True)
    x.grad = None
    f(x).backward()
    gradient = x.grad.clone()
    x.grad = None
    x.requires_grad_(False)
    return gradient
