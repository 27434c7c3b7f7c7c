"""That is the shortest duration; the median is asked for.

fr: C'est la durée la plus courte ; il faut la médiane.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    durations = []
    for _ in range(repeats):
        start = clock()
        function()
        durations.append(clock() - start)
    return min(durations)
