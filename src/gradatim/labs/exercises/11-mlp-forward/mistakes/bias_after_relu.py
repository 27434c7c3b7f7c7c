"""The bias is added after the ReLU; it belongs inside, relu(x Wᵀ + b).

fr: Le biais est ajouté après la ReLU ; sa place est dedans, relu(x Wᵀ + b).
"""


def forward(x, layers):
    for W, b in layers[:-1]:
        x = relu(x @ W.T) + b
    W, b = layers[-1]
    return x @ W.T + b
