"""super().__init__() is missing: a module cannot register parameters before it is called.

fr: super().__init__() manque : un module ne peut pas enregistrer de paramètres avant cet appel.
"""


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        self.weight = nn.Parameter(torch.zeros(n_out, n_in))
