"""The differences keep their signs, so a large negative one is not found; take absolute values
first.

fr: Les différences gardent leur signe, une grande négative n'est donc pas trouvée ; prenez d'abord
la valeur absolue.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / (2 * step) for e in step * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).max().item()
