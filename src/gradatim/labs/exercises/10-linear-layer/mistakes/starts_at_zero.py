"""All weights start at 0: every neuron gets the same gradient, and they stay equal forever.

fr: Tous les poids partent de 0 : tous les neurones reçoivent le même gradient et restent égaux.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)
