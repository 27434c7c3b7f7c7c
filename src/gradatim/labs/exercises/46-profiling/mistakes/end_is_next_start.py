"""The end of one measurement is the start of the next, so what lies between two calls is measured
too; look at the clock right before each call and right after it.

fr: La fin d'une mesure sert de début à la suivante, donc ce qui se passe entre deux appels est mesuré
aussi ; regardez l'horloge juste avant chaque appel et juste après.
"""


def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()
    marks = [clock()]
    for _ in range(repeats):
        function()
        marks.append(clock())
    return statistics.median(end - start for start, end in zip(marks, marks[1:]))
