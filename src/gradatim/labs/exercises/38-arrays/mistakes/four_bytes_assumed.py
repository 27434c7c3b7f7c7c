"""Bytes are divided by 4, the size of a float32; other elements have other sizes, x.element_size().

fr: Les octets sont divisés par 4, la taille d'un float32 ; d'autres éléments ont d'autres tailles,
x.element_size().
"""


def position(x, index):
    return (x[index].data_ptr() - x.untyped_storage().data_ptr()) // 4


def same_storage(a, b):
    return a.data_ptr() - 4 * a.storage_offset() == b.data_ptr() - 4 * b.storage_offset()
