"""torch.rand runs from 0 to 1: without shifting, all weights start positive.

fr: torch.rand va de 0 à 1 : sans décalage, tous les poids partent positifs.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for parameter in self.parameters():
            parameter.data = torch.rand(parameter.shape) / n_in**0.5
