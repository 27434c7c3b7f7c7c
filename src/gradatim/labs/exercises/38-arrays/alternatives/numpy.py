def ramp(start, stop, n):
    return torch.from_numpy(np.linspace(start, stop, n, dtype=np.float32))


def to_images(array):
    scaled = array.astype(np.float32) / 255
    return torch.from_numpy(np.ascontiguousarray(scaled.transpose(0, 3, 1, 2)))


def windows(x, size):
    return torch.from_numpy(
        np.lib.stride_tricks.sliding_window_view(x.numpy(), size, writeable=True)
    )


def position(x, index):
    place = x.storage_offset()
    for axis in range(x.dim()):
        place += x.stride(axis) * index[axis]
    return place


def same_storage(a, b):
    first, second = (t.untyped_storage() for t in (a, b))
    return first.data_ptr() == second.data_ptr()
