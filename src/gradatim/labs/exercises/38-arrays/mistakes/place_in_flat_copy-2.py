def position(x, index):
    place = 0
    for i, size in zip(index, x.shape):
        place = place * size + i
    return x.storage_offset() + place
