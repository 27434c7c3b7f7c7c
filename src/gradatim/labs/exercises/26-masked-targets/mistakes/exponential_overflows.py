"""The exponential of a large logit overflows; subtract the largest logit first, or use log_softmax.

fr: L'exponentielle d'un grand logit déborde ; soustrayez d'abord le plus grand logit, ou utilisez
log_softmax.
"""


def loss(logits, targets):
    kept = targets != -100
    e = logits[kept].exp()
    p = e / e.sum(1, keepdim=True)
    return -p.gather(1, targets[kept][:, None]).log().mean()
