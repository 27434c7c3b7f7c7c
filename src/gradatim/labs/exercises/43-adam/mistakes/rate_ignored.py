"""The argument rate is not used; it is the learning rate.

fr: L'argument rate ne sert pas ; c'est le taux d'apprentissage.
"""


class Adam(Adam):
    def __init__(self, parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(parameters, 0.001, beta1, beta2, eps)
