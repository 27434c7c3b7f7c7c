"""All members are one and the same layer, as in [layer] * n; make n different ones.

fr: Tous les membres sont une seule et même couche, comme dans [layer] * n ; créez-en n différentes.
"""


class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        super().__init__()
        self.members = nn.ModuleList([nn.Linear(n_in, n_out)] * n)

    def forward(self, x):
        return sum(member(x) for member in self.members) / len(self.members)
