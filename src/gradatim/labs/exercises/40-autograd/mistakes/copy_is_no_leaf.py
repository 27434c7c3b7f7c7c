"""x.clone() of a tensor that requires a gradient is not a leaf, so its .grad stays None; detach it.

fr: x.clone() d'un tenseur qui demande un gradient n'est pas une feuille, son .grad reste None ;
appliquez detach.
"""


def slope(f, x):
    leaf = x.clone().requires_grad_()
    f(leaf).backward()
    return leaf.grad
