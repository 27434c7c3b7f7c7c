"""numpy() refuses a tensor that requires a gradient, so it cannot be compared; untyped_storage asks
for no NumPy array.

fr: numpy() refuse un tenseur qui demande un gradient, donc on ne peut pas le comparer ;
untyped_storage se passe de tableau NumPy.
"""


def same_storage(a, b):
    places = [
        x.numpy().__array_interface__["data"][0] - x.element_size() * x.storage_offset()
        for x in (a, b)
    ]
    return places[0] == places[1]
