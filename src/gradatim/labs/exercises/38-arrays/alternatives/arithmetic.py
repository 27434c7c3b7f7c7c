def ramp(start, stop, n):
    return start + (stop - start) * torch.arange(n) / (n - 1)


def to_images(array):
    images = torch.tensor(np.ascontiguousarray(array)).movedim(-1, 1)
    return images.to(torch.float32).div_(255)


def windows(x, size):
    step = x.stride(0)
    return x.as_strided((x.numel() - size + 1, size), (step, step))


def position(x, index):
    return x[index].storage_offset()


def same_storage(a, b):
    return len({t.untyped_storage().data_ptr() for t in (a, b)}) == 1
