"""The threshold is one score too low: number k (from 1) has the index k - 1.

fr: Le seuil est un score trop bas : le numéro k (à partir de 1) a l'indice k - 1.
"""


def threshold(scores, ill, recall):
    found = scores[ill].sort(descending=True).values
    return found[min(math.ceil(recall * len(found)), len(found) - 1)].item()
