"""The start is read once, so each duration holds those before; read it before each call.

fr: Le départ est lu une fois, chaque durée contient donc les précédentes ; lisez-le avant chaque
appel.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    start = clock()
    durations = []
    for _ in range(repeats):
        function()
        durations.append(clock() - start)
    return statistics.median(durations)
