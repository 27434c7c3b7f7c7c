"""The axes are permuted before flattening: the numbers come pixel by pixel, not channel by
channel.

fr: Les axes sont permutés avant l'aplatissement : les nombres viennent pixel par pixel, et
non canal par canal.
"""


def flatten_images(images):
    return images.permute(0, 2, 3, 1).flatten(1)
