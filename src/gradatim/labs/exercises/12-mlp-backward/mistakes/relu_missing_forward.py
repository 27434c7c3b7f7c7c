"""The ReLU is missing in the forward pass, and so in the backward pass.

fr: La ReLU manque dans la passe avant, donc aussi dans la passe arrière.
"""


def gradients(x, labels, W1, b1, W2, b2):
    s = x @ W1.T + b1
    dz = cross_entropy_backward(s @ W2.T + b2, labels)
    dh, dW2, db2 = linear_backward(dz, s, W2)
    _, dW1, db1 = linear_backward(dh, x, W1)
    return dW1, db1, dW2, db2
