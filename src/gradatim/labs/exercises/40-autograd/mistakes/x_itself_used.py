"""The caller's x is marked and its .grad is cleared or added to: compute on a fresh leaf,
x.detach().

fr: Le x de l'appelant est marqué et son .grad effacé ou augmenté : calculez sur une feuille neuve,
x.detach().
"""


def slope(f, x):
    x.requires_grad_(True)
    x.grad = None
    f(x).backward()
    return x.grad.clone()
