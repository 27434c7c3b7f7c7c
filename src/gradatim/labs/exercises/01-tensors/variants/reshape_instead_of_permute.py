def channels_last(pictures):
    n, depth, rows, columns = pictures.size()
    return pictures.contiguous().view(n, rows, columns, depth)
