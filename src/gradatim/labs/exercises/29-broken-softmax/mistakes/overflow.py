"""exp overflows where scores are large, and 0/0 is left where all are far below 0: subtract the
largest score of each row first, or use torch.softmax.

fr: exp déborde là où les scores sont grands, et il reste 0/0 là où tous sont loin sous 0 :
soustrayez d'abord le plus grand score de chaque ligne, ou utilisez torch.softmax.
"""


def probabilities(model, x):
    e = model(x).exp()
    return e / e.sum(1, keepdim=True)
