"""stop is missing: n numbers have n - 1 steps between them. linspace includes both ends.

fr: stop manque : entre n nombres il y a n - 1 pas. linspace comprend les deux bouts.
"""


def ramp(start, stop, n):
    return start + torch.arange(n) * (stop - start) / n
