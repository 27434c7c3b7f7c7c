"""That is the time of all calls together; the median of their durations is asked for.

fr: C'est le temps de tous les appels ensemble ; il faut la médiane de leurs durées.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    start = clock()
    for _ in range(repeats):
        function()
    return clock() - start
