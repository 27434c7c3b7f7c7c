"""torch.rand is between 0 and 1: unless it is shifted, all weights are positive.

fr: torch.rand est entre 0 et 1 : sans décalage, tous les poids sont positifs.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for parameter in self.parameters():
            parameter.data = torch.rand(parameter.shape) / n_in**0.5
