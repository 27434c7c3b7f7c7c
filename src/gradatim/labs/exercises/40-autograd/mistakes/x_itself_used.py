"""The caller's x now requires a gradient and its .grad is cleared or added to: compute on a fresh
leaf, x.detach().

fr: Le x de l'appelant demande maintenant un gradient et son .grad est effacé ou augmenté : calculez
sur une feuille neuve, x.detach().
"""


def slope(f, x):
    x.requires_grad_(True)
    x.grad = None
    f(x).backward()
    return x.grad.clone()
