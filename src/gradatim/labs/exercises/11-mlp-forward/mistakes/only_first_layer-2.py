def forward(x, layers):
    W, b = layers[0]
    return relu(x @ W.T + b)
