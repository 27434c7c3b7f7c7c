"""The best move is returned; return the list of visits.

fr: Le meilleur coup est renvoyé ; renvoyez la liste des visites.
"""

_visits = search


def search(state, n, c):
    visits = _visits(state, n, c)
    return visits.index(max(visits))
