"""A parameter or buffer starts at the wrong number: weight and running_var at 1, bias and
running_mean at 0.

fr: Un paramètre ou tampon part d'un mauvais nombre : weight et running_var de 1, bias et
running_mean de 0.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, eps)
        self.running_var.zero_()
