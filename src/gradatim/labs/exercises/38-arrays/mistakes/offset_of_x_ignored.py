"""as_strided begins at place 0 of the storage; x may begin later, at x.storage_offset().

fr: as_strided commence à la place 0 du stockage ; x peut commencer plus loin, à
x.storage_offset().
"""


def windows(x, size):
    step = x.stride(0)
    return x.as_strided((len(x) - size + 1, size), (step, step), 0)
