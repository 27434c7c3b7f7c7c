"""Windows and places inside a window are exchanged: row i should be window i.

fr: Fenêtres et places dans une fenêtre sont échangées : la ligne i doit être la fenêtre i.
"""


def windows(x, size):
    return x.unfold(0, size, 1).T
