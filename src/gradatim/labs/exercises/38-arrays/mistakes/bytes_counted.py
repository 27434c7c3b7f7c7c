"""The place is counted in bytes; a stride counts elements already.

fr: La place est comptée en octets ; un pas compte déjà des éléments.
"""


def position(x, index):
    steps = sum(i * step for i, step in zip(index, x.stride()))
    return (x.storage_offset() + steps) * x.element_size()
