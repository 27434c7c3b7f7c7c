"""The differences keep their signs: a large negative one is smaller than 0; take absolute values
first.

fr: Les différences gardent leur signe : une grande différence négative est inférieure à 0 ; prenez
d'abord la valeur absolue.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / (2 * step) for e in step * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).max().item()
