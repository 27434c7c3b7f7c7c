"""backward() has added to the caller's x.grad; compute on a fresh leaf.

fr: backward() a ajouté au x.grad de l'appelant ; calculez sur une feuille neuve.
"""


def slope(f, x):
    x.requires_grad_()
    f(x).backward()
    return x.grad
