def relu_backward(g, inputs):
    out = g.clone()
    out[g <= 0] = 0
    return out
