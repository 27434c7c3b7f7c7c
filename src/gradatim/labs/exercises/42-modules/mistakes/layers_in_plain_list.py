"""The layers are in a plain list: no optimizer will find them. Use nn.ModuleList.

fr: Les couches sont dans une simple liste : aucun optimiseur ne les trouvera. Utilisez
nn.ModuleList.
"""


class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        super().__init__()
        self.members = [nn.Linear(n_in, n_out) for _ in range(n)]

    def forward(self, x):
        return sum(member(x) for member in self.members) / len(self.members)
