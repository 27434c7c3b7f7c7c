"""The ReLU comes only after the first layer; it belongs after each one but the last.

fr: La ReLU ne vient qu'après la première couche ; il en faut une après chacune sauf la
dernière.
"""


def forward(x, layers):
    for i, (W, b) in enumerate(layers):
        x = x @ W.T + b
        if i == 0 and len(layers) > 1:
            x = relu(x)
    return x
