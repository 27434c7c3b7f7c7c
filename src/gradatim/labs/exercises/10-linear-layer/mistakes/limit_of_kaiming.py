"""The limit is sqrt(6 / n_in) or sqrt(3 / n_in), for another standard deviation; 1/sqrt(n_in) is
asked for.

fr: La limite est sqrt(6 / n_in) ou sqrt(3 / n_in), pour un autre écart-type ; il faut
1/sqrt(n_in).
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for p in self.parameters():
            nn.init.uniform_(p, -((6 / n_in) ** 0.5), (6 / n_in) ** 0.5)
