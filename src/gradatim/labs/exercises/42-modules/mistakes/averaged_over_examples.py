"""The mean runs over the examples; it should run over the members.

fr: La moyenne parcourt les exemples ; elle doit parcourir les membres.
"""


class Committee(Committee):
    def forward(self, x):
        return torch.stack([member(x) for member in self.members], dim=1).mean(dim=0)
