"""The caller's x.grad is overwritten or cleared; it is not yours.

fr: Le x.grad de l'appelant est écrasé ou effacé ; il n'est pas à vous.
"""


def slope(f, x):
    x = x.detach().requires_grad_() if not x.is_leaf else x
    before = x.requires_grad
    x.requires_grad_()
    x.grad = None
    f(x).backward()
    found, x.grad = x.grad, None
    return found if before else found.clone()
