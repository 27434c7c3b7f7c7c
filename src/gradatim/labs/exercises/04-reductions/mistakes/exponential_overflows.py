"""exp(1000) overflows to infinity and inf / inf is nan: subtract the largest score of the row
first.

fr: exp(1000) déborde vers l'infini et inf / inf donne nan : soustrayez d'abord le plus grand score
de la ligne.
"""


def softmax(logits):
    exponentials = logits.exp()
    return exponentials / exponentials.sum(dim=1, keepdim=True)
