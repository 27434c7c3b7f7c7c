def channel_means(pictures):
    return pictures.flatten(2).mean(-1)
