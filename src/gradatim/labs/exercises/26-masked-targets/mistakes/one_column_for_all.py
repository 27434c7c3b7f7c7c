"""One row is drawn for all: whole columns are chosen together.

fr: Une ligne est tirée pour toutes : des colonnes entières sont choisies ensemble.
"""


def choose(tokens, special, p):
    ordinary = ~torch.isin(tokens, torch.tensor(special))
    return (torch.rand(tokens.shape[1]) < p) & ordinary
