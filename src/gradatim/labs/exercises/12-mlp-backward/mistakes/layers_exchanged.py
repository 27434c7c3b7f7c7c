"""The layers are exchanged: the order is (dW1, db1, dW2, db2).

fr: Les couches sont échangées : l'ordre est (dW1, db1, dW2, db2).
"""

_right = gradients


def gradients(x, labels, W1, b1, W2, b2):
    dW1, db1, dW2, db2 = _right(x, labels, W1, b1, W2, b2)
    return dW2, db2, dW1, db1
