"""The function is called once before measuring, whatever warmup says.

fr: La fonction est appelée une fois avant la mesure, quoi que dise warmup.
"""


def median_time(function, clock, warmup, repeats):
    function()
    durations = []
    for _ in range(repeats):
        start = clock()
        function()
        durations.append(clock() - start)
    return statistics.median(durations)
