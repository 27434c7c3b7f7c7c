"""arange stops before its end: stop is missing. linspace includes it.

fr: arange s'arrête avant sa fin : stop manque. linspace la comprend.
"""


def ramp(start, stop, n):
    return start + torch.arange(n) * (stop - start) / n
