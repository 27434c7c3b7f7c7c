"""reshape cuts the same sequence of numbers into other rows; it does not move an axis. permute
does.

fr: reshape coupe la même suite de nombres autrement ; il ne déplace pas d'axe. permute le fait.
"""


def channels_last(images):
    B, C, H, W = images.shape
    return images.reshape(B, H, W, C)
