"""With bias=False the layer has no attribute `bias`; it should be None.

fr: Avec bias=False, la couche n'a pas d'attribut `bias` ; il doit valoir None.
"""


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        limit = n_in**-0.5
        self.weight = nn.Parameter(torch.empty(n_out, n_in).uniform_(-limit, limit))
        self.has_bias = bias
        if bias:
            self.bias = nn.Parameter(torch.empty(n_out).uniform_(-limit, limit))

    def forward(self, x):
        y = x @ self.weight.T
        return y + self.bias if self.has_bias else y
