"""The mask of the ReLU is taken from another tensor; it belongs to the input of the ReLU, the sum
before it.

fr: Le masque de la ReLU est pris d'un autre tenseur ; il vient de l'entrée de la ReLU, la somme
qui la précède.
"""


def gradients(x, labels, W1, b1, W2, b2):
    h = torch.relu(x @ W1.T + b1)
    dz = cross_entropy_backward(h @ W2.T + b2, labels)
    dh, dW2, db2 = linear_backward(dz, h, W2)
    _, dW1, db1 = linear_backward(relu_backward(dh, dh), x, W1)
    return dW1, db1, dW2, db2
