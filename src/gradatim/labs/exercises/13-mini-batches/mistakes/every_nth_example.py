"""The batches hold every n-th example; neighbors belong together: x[i : i + size].

fr: Les lots contiennent un exemple sur n ; ce sont les voisins qui vont ensemble : x[i : i +
size].
"""


def batches(x, y, size):
    n = -(-len(x) // size)
    return [(x[i::n], y[i::n]) for i in range(n)]
