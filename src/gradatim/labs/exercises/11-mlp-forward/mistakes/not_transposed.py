"""W is (n_out, n_in), so x must be multiplied by its transpose: x @ W.T.

fr: W est (n_out, n_in), donc x se multiplie par sa transposée : x @ W.T.
"""


def forward(x, layers):
    for W, b in layers[:-1]:
        x = relu(x @ W + b)
    W, b = layers[-1]
    return x @ W + b
