"""beta1 and beta2 are exchanged: beta1 belongs to m, beta2 to v.

fr: beta1 et beta2 sont échangés : beta1 va avec m, beta2 avec v.
"""


class Adam(Adam):
    def __init__(self, parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(parameters, rate, beta2, beta1, eps)
