"""That is the longest duration; the median is asked for.

fr: C'est la durée la plus longue ; il faut la médiane.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    durations = []
    for _ in range(repeats):
        start = clock()
        function()
        durations.append(clock() - start)
    return max(durations)
