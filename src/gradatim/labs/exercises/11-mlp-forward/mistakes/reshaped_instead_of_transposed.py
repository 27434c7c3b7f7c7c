"""The weights are reshaped to (n_in, n_out), which puts them in the wrong places; transpose them.

fr: Les poids sont remis en forme (n_in, n_out) par reshape ou view, ce qui les met aux mauvaises
places ; transposez-les.
"""


def forward(x, layers):
    for i, (W, b) in enumerate(layers):
        n_out, n_in = W.shape
        x = x @ W.reshape(n_in, n_out) + b
        if i < len(layers) - 1:
            x = relu(x)
    return x
