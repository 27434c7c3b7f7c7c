"""The channels are added; both are to be kept, those of a before those of b.

fr: Les canaux sont additionnés ; il faut garder les uns et les autres, ceux de a avant ceux de b.
"""


def side_by_side(a, b):
    return a + b
