def relu(x):
    return torch.tanh(x)
