"""That is the cross-entropy; the loss is the mean of (p - y)².

fr: C'est l'entropie croisée ; la perte est la moyenne de (p - y)².
"""


def loss(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
