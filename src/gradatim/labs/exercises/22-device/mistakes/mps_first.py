"""mps is preferred to cuda; cuda comes first.

fr: mps passe avant cuda ; cuda vient d'abord.
"""


def pick_device():
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
