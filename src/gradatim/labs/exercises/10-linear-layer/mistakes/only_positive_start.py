"""All weights are positive: they go from 0 to the limit, as torch.rand does unless it is shifted.
They should go from -limit to limit.

fr: Tous les poids sont positifs : ils vont de 0 à la limite, comme torch.rand sans décalage. Ils
doivent aller de -limite à limite.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for parameter in self.parameters():
            parameter.data = torch.rand(parameter.shape) / n_in**0.5
