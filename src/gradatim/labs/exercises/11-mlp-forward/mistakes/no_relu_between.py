"""No ReLU between the layers: all of them together are one linear map.

fr: Aucune ReLU entre les couches : toutes ensemble ne sont qu'une application linéaire.
"""


def forward(x, layers):
    for W, b in layers:
        x = x @ W.T + b
    return x
