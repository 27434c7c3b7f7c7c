"""db1 is summed before the ReLU mask is applied: units that are off count too.

fr: db1 est sommé avant d'appliquer le masque de la ReLU : les unités éteintes comptent aussi.
"""


def gradients(x, labels, W1, b1, W2, b2):
    s = x @ W1.T + b1
    h = torch.relu(s)
    dz = cross_entropy_backward(h @ W2.T + b2, labels)
    dh, dW2, db2 = linear_backward(dz, h, W2)
    dW1 = relu_backward(dh, s).T @ x
    return dW1, dh.sum(dim=0), dW2, db2
