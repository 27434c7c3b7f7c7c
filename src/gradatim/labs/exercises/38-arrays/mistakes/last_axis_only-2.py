def position(x, index):
    return x.storage_offset() + index[0] * x.stride(0)
