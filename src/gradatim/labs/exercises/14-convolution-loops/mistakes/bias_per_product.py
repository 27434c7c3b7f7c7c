"""The bias is added to every product of the window; it is added once per output.

fr: Le biais est ajouté à chaque produit de la fenêtre ; il s'ajoute une fois par sortie.
"""

_right = convolution


def convolution(x, weight, bias, stride, padding):
    return _right(x, weight, bias * weight[0].numel(), stride, padding)
