"""The warm-up calls are measured too; they load and compile, and say nothing of later ones.

fr: Les appels d'échauffement sont mesurés aussi ; ils chargent et compilent, et ne disent rien des
suivants.
"""


def median_time(function, clock, warmup, repeats):
    durations = []
    for _ in range(warmup + repeats):
        start = clock()
        function()
        durations.append(clock() - start)
    return sorted(durations)[len(durations) // 2]
