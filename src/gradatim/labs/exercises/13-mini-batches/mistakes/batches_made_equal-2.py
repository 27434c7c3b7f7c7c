"""The batches are made about equally large, as chunk with a number of pieces does; each must have
`size` examples, and only the last one fewer.

fr: Les lots sont à peu près égaux, comme les fait chunk avec un nombre de morceaux ; chacun doit avoir
`size` exemples, et seul le dernier moins.
"""


def batches(x, y, size):
    n = -(-len(x) // size)
    return list(zip(x.chunk(n), y.chunk(n), strict=True))
