"""super().__init__() is missing: a module cannot register parameters before it.

fr: super().__init__() manque : un module ne peut rien enregistrer avant.
"""


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        self.weight = nn.Parameter(torch.zeros(n_out, n_in))
