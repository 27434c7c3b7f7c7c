"""The ReLU is left out in the backward pass: the gradient also passes through inactive neurons.

fr: La ReLU est oubliée dans la passe arrière : le gradient passe aussi par les neurones inactifs.
"""


def gradients(x, labels, W1, b1, W2, b2):
    h = torch.relu(x @ W1.T + b1)
    dz = cross_entropy_backward(h @ W2.T + b2, labels)
    dh, dW2, db2 = linear_backward(dz, h, W2)
    _, dW1, db1 = linear_backward(dh, x, W1)
    return dW1, db1, dW2, db2
