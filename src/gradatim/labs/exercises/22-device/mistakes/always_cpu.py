"""The result is always cpu: use torch.cuda.is_available() and torch.backends.mps.is_available().

fr: Le résultat est toujours cpu : utilisez torch.cuda.is_available() et
torch.backends.mps.is_available().
"""


def pick_device():
    return torch.device("cpu")
