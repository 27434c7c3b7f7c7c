"""The weights are plain tensors: no optimizer will find them. Wrap them in nn.Parameter.

fr: Les poids sont de simples tenseurs : aucun optimiseur ne les trouvera. Mettez-les dans
nn.Parameter.
"""


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        limit = n_in**-0.5
        self.weight = torch.empty(n_out, n_in).uniform_(-limit, limit)
        self.bias = torch.empty(n_out).uniform_(-limit, limit) if bias else None
