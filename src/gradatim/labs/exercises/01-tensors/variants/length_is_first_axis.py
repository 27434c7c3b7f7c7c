def describe(t):
    sizes = tuple(t.size())
    count = sizes[0] if sizes else 1
    return sizes, len(sizes), count
