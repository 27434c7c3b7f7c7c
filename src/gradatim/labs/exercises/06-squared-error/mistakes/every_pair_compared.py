"""(B, 1) minus (B,) broadcasts to (B, B): every prediction is compared with every target.

fr: (B, 1) moins (B,) devient (B, B) par diffusion : chaque prédiction est comparée à chaque cible.
"""


def column_or_row(prediction, target):
    return ((prediction - target) ** 2).mean()
