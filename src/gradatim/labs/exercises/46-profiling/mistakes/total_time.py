"""That is the time of all calls together.

fr: C'est le temps de tous les appels ensemble.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    start = clock()
    for _ in range(repeats):
        function()
    return clock() - start
