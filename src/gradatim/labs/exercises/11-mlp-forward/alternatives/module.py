from torch.nn import functional as F


def relu(x):
    return (x + x.abs()) / 2


def forward(x, layers):
    for i, (W, b) in enumerate(layers):
        x = F.linear(x, W, b)
        if i < len(layers) - 1:
            x = F.relu(x)
    return x


def count_parameters(sizes):
    layers = [torch.nn.Linear(m, n) for m, n in zip(sizes, sizes[1:])]
    return sum(p.numel() for layer in layers for p in layer.parameters())
