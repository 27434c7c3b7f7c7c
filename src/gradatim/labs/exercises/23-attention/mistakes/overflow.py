"""exp of a large score is infinite, and infinity divided by infinity is nan: subtract the largest
score of the row, or use torch.softmax.

fr: exp d'un grand score est infini, et l'infini divisé par l'infini vaut nan : soustrayez le
plus grand score de la ligne, ou utilisez torch.softmax.
"""


def weights(q, k):
    e = torch.exp(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5)
    return e / e.sum(-1, keepdim=True)
