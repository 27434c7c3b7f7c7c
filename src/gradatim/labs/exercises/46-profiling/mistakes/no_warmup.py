"""There are no warm-up calls before those that are measured.

fr: Il n'y a pas d'appels d'échauffement avant ceux qu'on mesure.
"""


def median_time(function, clock, warmup, repeats):
    durations = []
    for _ in range(repeats):
        start = clock()
        function()
        durations.append(clock() - start)
    return statistics.median(durations)
