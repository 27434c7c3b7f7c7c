"""The weights are drawn from a normal distribution, which has no limits; a uniform one is asked
for.

fr: Les poids sont tirés d'une loi normale, qui n'a pas de bornes ; une loi uniforme est demandée.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for parameter in self.parameters():
            parameter.data = torch.randn(parameter.shape) / n_in**0.5
