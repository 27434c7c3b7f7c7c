"""There is one weight and one bias for all columns; each column has its own, (n,).

fr: Il y a un seul weight et un seul bias pour toutes les colonnes ; chacune a les siens, (n,).
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, eps)
        self.weight, self.bias = nn.Parameter(torch.ones(1)), nn.Parameter(torch.zeros(1))
