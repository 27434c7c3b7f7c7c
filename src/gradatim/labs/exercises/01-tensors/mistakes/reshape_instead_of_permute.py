"""The same sequence of numbers is cut into other rows, as reshape and view do: no axis is moved.
permute moves axes.

fr: La même suite de nombres est coupée autrement, comme le font reshape et view : aucun axe n'est
déplacé. permute déplace les axes.
"""


def channels_last(images):
    B, C, H, W = images.shape
    return images.reshape(B, H, W, C)
