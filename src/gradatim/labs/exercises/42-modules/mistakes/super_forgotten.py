"""super().__init__() is missing: a module cannot register anything before it is called.

fr: super().__init__() manque : un module ne peut rien enregistrer avant cet appel.
"""


class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        self.members = nn.ModuleList([nn.Linear(n_in, n_out) for _ in range(n)])
