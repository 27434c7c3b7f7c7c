"""The momentum is reversed: the new batch counts for 0.1, the past for 0.9.

fr: Le momentum est inversé : le nouveau lot compte pour 0,1, le passé pour 0,9.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, 1 - momentum, eps)
