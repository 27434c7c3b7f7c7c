def ramp(start, stop, n):
    return torch.tensor([start * (1 - i / (n - 1)) + stop * i / (n - 1) for i in range(n)])


def to_images(array):
    N, H, W, C = array.shape
    images = torch.zeros(N, C, H, W)
    for c in range(C):
        images[:, c] = torch.tensor(array[..., c].tolist()) / 255
    return images


def windows(x, size):
    return torch.as_strided(x, (len(x) - size + 1, size), x.stride() * 2, x.storage_offset())


def position(x, index):
    return (x[index].data_ptr() - x.untyped_storage().data_ptr()) // x.element_size()


def same_storage(a, b):
    return not a.untyped_storage().data_ptr() != b.untyped_storage().data_ptr()
