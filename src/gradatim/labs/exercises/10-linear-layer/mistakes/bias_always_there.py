"""The argument bias=False is ignored: there is a bias all the same.

fr: L'argument bias=False est ignoré : il y a quand même un biais.
"""


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        limit = n_in**-0.5
        self.weight = nn.Parameter(torch.empty(n_out, n_in).uniform_(-limit, limit))
        self.bias = nn.Parameter(torch.empty(n_out).uniform_(-limit, limit))
