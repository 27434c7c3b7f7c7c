"""Something computed from the weight is kept from the beginning (`self.wt = self.weight.T` in
__init__); another weight, or a copy of the layer, does not reach it. Compute it in forward.

fr: Quelque chose calculé avec le poids est gardé depuis le début (`self.wt = self.weight.T` dans
__init__) ; un autre poids, ou une copie de la couche, ne l'atteint pas. Calculez-le dans forward.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        self.turned = self.weight.T

    def forward(self, x):
        y = x @ self.turned
        return y if self.bias is None else y + self.bias
