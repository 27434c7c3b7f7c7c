"""The biases are not added.

fr: Les biais ne sont pas ajoutés.
"""


def forward(x, layers):
    for W, _ in layers[:-1]:
        x = relu(x @ W.T)
    return x @ layers[-1][0].T
