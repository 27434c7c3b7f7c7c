"""momentum and eps are taken in the other order; it is BatchNorm(n, momentum=0.1, eps=1e-5).

fr: momentum et eps sont pris dans l'autre ordre ; c'est BatchNorm(n, momentum=0.1, eps=1e-5).
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, eps=1e-5, momentum=0.1):
        super().__init__(n, momentum, eps)
