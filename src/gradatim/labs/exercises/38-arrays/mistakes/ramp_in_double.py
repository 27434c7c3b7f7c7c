"""The numbers are float64, as NumPy makes them for instance; float32 is asked for.

fr: Les nombres sont en float64, comme NumPy les fait par exemple ; il faut float32.
"""

_right = ramp


def ramp(start, stop, n):
    return _right(start, stop, n).double()
