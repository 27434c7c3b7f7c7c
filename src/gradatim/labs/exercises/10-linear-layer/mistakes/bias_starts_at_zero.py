"""The bias starts at zero; it is drawn uniformly, as the weight is.

fr: Le biais part de zéro ; il est tiré uniformément, comme les poids.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        if bias:
            nn.init.zeros_(self.bias)
