"""The time is read from another clock than the argument `clock`.

fr: Le temps est lu sur une autre horloge que l'argument `clock`.
"""

import time


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    durations = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        durations.append(time.perf_counter() - start)
    return round(statistics.median(durations), 1)
