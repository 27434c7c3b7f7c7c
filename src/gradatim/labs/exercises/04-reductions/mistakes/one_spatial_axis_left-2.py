def channel_means(images):
    return images.mean(dim=(0, 3))
