def channels_last(pictures):
    return pictures.permute(0, 3, 2, 1)
