"""The input of layer 2 is h, the output of the ReLU; its gradient was computed with the sum
before the ReLU.

fr: L'entrée de la couche 2 est h, la sortie de la ReLU ; son gradient a été calculé avec la somme
d'avant la ReLU.
"""


def gradients(x, labels, W1, b1, W2, b2):
    s = x @ W1.T + b1
    dz = cross_entropy_backward(torch.relu(s) @ W2.T + b2, labels)
    dh, dW2, db2 = linear_backward(dz, s, W2)
    _, dW1, db1 = linear_backward(relu_backward(dh, s), x, W1)
    return dW1, db1, dW2, db2
