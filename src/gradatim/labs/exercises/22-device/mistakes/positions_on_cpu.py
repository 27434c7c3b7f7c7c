"""The positions are on the cpu, where arange, for instance, creates its numbers: give it
device=tokens.device.

fr: Les positions sont sur le cpu, où arange, par exemple, crée ses nombres : donnez-lui
device=tokens.device.
"""


def positions(tokens):
    return torch.arange(tokens.shape[1])
