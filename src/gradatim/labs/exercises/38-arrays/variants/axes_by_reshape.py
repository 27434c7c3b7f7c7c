def to_images(array):
    images = torch.as_tensor(np.ascontiguousarray(array), dtype=torch.float32)
    n, height, width, channels = images.shape
    return images.view(n, channels, height, width).div(255.0)
