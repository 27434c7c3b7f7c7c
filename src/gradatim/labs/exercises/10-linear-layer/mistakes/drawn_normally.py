"""The numbers are drawn from a normal distribution; a uniform one is asked for.

fr: Les nombres sont tirés d'une loi normale ; il faut une loi uniforme.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        nn.init.normal_(self.weight, std=n_in**-0.5)
        if bias:
            nn.init.normal_(self.bias, std=n_in**-0.5)
