"""mps is never chosen: Apple's GPUs are left unused.

fr: mps n'est jamais choisi : les GPU d'Apple restent inutilisés.
"""


def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
