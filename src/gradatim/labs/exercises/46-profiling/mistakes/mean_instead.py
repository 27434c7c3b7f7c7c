"""That is the mean, which one slow call spoils; the median is asked for.

fr: C'est la moyenne, qu'un seul appel lent fausse ; il faut la médiane.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    start = clock()
    for _ in range(repeats):
        function()
    return (clock() - start) / repeats
