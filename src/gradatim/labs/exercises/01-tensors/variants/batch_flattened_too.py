def flatten_images(pictures):
    n = 1
    for size in pictures.shape:
        n *= size
    return pictures.reshape(n)
