"""All weights start at 0: every neuron gets the same gradient and they stay equal for ever.

fr: Tous les poids partent de 0 : chaque neurone reçoit le même gradient, ils restent égaux.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)
