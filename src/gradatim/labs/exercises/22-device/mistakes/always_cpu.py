"""The answer is always cpu: ask torch.cuda.is_available() and torch.backends.mps.is_available().

fr: La réponse est toujours cpu : demandez torch.cuda.is_available() et torch.backends.mps...
"""


def pick_device():
    return torch.device("cpu")
