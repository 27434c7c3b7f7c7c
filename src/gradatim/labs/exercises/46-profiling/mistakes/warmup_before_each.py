"""The warm-up calls come before each measurement; they come once, before the first.

fr: Les appels d'échauffement précèdent chaque mesure ; ils viennent une fois, avant la première.
"""


def median_time(function, clock, warmup, repeats):
    durations = []
    for _ in range(repeats):
        for _ in range(warmup):
            function()
        start = clock()
        function()
        durations.append(clock() - start)
    return statistics.median(durations)
