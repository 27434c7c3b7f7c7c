"""The limit is computed from n_out; it is 1/sqrt(n_in).

fr: La limite est calculée avec n_out ; c'est 1/sqrt(n_in).
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for p in self.parameters():
            nn.init.uniform_(p, -(n_out**-0.5), n_out**-0.5)
