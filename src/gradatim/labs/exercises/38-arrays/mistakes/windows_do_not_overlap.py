"""The windows follow each other without overlap: the step from one to the next is 1, not size.

fr: Les fenêtres se suivent sans se recouvrir : on avance de 1 de l'une à l'autre, pas de size.
"""


def windows(x, size):
    return x.unfold(0, size, size)
