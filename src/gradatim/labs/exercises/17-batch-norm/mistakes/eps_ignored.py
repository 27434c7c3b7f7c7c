"""The eps of the constructor is not used.

fr: Le eps du constructeur n'est pas utilisé.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, 1e-5)
