"""as_strided is told that neighbors lie side by side; in a view of every second number they do
not: use x.stride(0).

fr: as_strided suppose que les voisins sont côte à côte ; dans une vue d'un nombre sur deux, non :
utilisez x.stride(0).
"""


def windows(x, size):
    return x.as_strided((len(x) - size + 1, size), (1, 1))
