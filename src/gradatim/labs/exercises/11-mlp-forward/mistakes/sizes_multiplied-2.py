def count_parameters(sizes):
    total = 1
    for size in sizes:
        total *= size
    return total + sum(sizes[1:])
