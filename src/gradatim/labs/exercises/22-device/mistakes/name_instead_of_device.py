"""A text is returned; a torch.device is asked for.

fr: Un texte est rendu ; on demande un torch.device.
"""


def pick_device():
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
