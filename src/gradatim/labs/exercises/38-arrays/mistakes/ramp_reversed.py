"""The ramp goes from stop to start.

fr: La rampe va de stop à start.
"""

_right = ramp


def ramp(start, stop, n):
    return _right(stop, start, n)
