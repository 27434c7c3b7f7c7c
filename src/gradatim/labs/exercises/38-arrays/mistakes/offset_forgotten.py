"""The offset is forgotten: a view such as x[3:] begins later in the storage, at x.storage_offset().

fr: Le décalage est oublié : une vue comme x[3:] commence plus loin dans le stockage, à
x.storage_offset().
"""


def position(x, index):
    return sum(i * step for i, step in zip(index, x.stride()))
