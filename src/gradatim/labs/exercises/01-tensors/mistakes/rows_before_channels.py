"""Only channels and rows have changed places; the channels belong at the very end.

fr: Seuls les canaux et les lignes ont échangé leurs places ; les canaux vont tout à la fin.
"""


def channels_last(images):
    return images.transpose(1, 2)
