"""Only the first and the last layer are counted, not those between them.

fr: Seules la première et la dernière couche sont comptées, pas celles entre elles.
"""


def count_parameters(sizes):
    first = sizes[0] * sizes[1] + sizes[1]
    return first if len(sizes) == 2 else first + sizes[-2] * sizes[-1] + sizes[-1]
