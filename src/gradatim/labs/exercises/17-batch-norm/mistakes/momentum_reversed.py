"""The momentum is reversed: the new batch should count for 0.1, the old average for 0.9.

fr: Le momentum est inversé : le nouveau lot doit compter pour 0,1 et l'ancienne moyenne pour 0,9.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, 1 - momentum, eps)
