"""The numbers go from -1 to 1: they are not scaled by 1/sqrt(n_in).

fr: Les nombres vont de -1 à 1 : ils ne sont pas réduits par 1/sqrt(n_in).
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for p in self.parameters():
            nn.init.uniform_(p, -1, 1)
