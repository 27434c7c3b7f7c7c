"""The number x[index] is searched in the storage, which can hold it at another place as well.

fr: Le nombre x[index] est cherché dans le stockage, qui peut le contenir aussi à une autre place.
"""


def position(x, index):
    size = x.untyped_storage().nbytes() // x.element_size()
    everything = x.as_strided((size,), (1,), 0)
    return int((everything == x[index]).nonzero()[0])
