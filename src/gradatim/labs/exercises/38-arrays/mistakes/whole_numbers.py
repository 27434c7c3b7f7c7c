"""The numbers are rounded to whole ones or stored as integers; float32 is asked for.

fr: Les nombres sont arrondis ou rangés en entiers ; il faut float32.
"""


def ramp(start, stop, n):
    return torch.linspace(start, stop, n).long()
