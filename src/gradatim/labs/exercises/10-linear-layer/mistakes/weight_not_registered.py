"""The weight is a plain tensor: no optimizer will find it. Wrap it in nn.Parameter.

fr: Le poids est un simple tenseur : aucun optimiseur ne le trouvera. Enveloppez-le dans
nn.Parameter.
"""


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        limit = n_in**-0.5
        self.weight = torch.empty(n_out, n_in).uniform_(-limit, limit).requires_grad_()
        self.bias = nn.Parameter(torch.empty(n_out).uniform_(-limit, limit)) if bias else None

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
