"""The limit is 1/n_in; 1/sqrt(n_in) is asked for.

fr: La limite est 1/n_in ; il faut 1/sqrt(n_in).
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for p in self.parameters():
            nn.init.uniform_(p, -1 / n_in, 1 / n_in)
