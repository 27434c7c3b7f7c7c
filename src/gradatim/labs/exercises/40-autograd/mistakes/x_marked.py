"""requires_grad_() was called on the caller's x, which now requires a gradient; detach it first.

fr: requires_grad_() a été appelé sur le x de l'appelant, qui demande maintenant un gradient ;
appliquez d'abord detach.
"""


def slope(f, x):
    y = f(x.requires_grad_())
    return torch.autograd.grad(y, x)[0]
