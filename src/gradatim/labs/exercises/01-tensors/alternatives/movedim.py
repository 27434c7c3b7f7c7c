def describe(x):
    elements = 1
    for size in x.shape:
        elements *= size
    return tuple(x.size()), x.ndim, elements


def flatten_images(images):
    return images.reshape(images.shape[0], -1)


def channels_last(images):
    return images.movedim(1, -1)
