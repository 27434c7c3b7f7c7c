"""The momentum is reversed: the new batch should count for `momentum`, the old average for 1 -
momentum.

fr: Le momentum est inversé : le nouveau lot doit compter pour `momentum` et l'ancienne moyenne
pour 1 - momentum.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, 1 - momentum, eps)
