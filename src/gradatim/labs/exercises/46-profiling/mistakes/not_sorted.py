"""The duration in the middle of the list is taken without sorting the list.

fr: On prend la durée du milieu de la liste sans trier la liste.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    durations = []
    for _ in range(repeats):
        start = clock()
        function()
        durations.append(clock() - start)
    return durations[len(durations) // 2]
