"""The largest number of all is returned, as max gives it; each element is to be compared with 0.

fr: Le plus grand nombre de tous est renvoyé, celui que donne max ; chaque élément doit être
comparé à 0.
"""


def relu(x):
    return x.max().clamp(min=0)
