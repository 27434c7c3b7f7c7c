"""[layer] * n holds one layer n times: all members share their weights.

fr: [layer] * n contient n fois la même couche : tous les membres partagent leurs poids.
"""


class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        super().__init__()
        self.members = nn.ModuleList([nn.Linear(n_in, n_out)] * n)

    def forward(self, x):
        return sum(member(x) for member in self.members) / len(self.members)
