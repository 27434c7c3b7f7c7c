"""The outputs stand beside each other; their mean is asked for.

fr: Les sorties sont côte à côte ; il faut leur moyenne.
"""


class Committee(Committee):
    def forward(self, x):
        return torch.cat([member(x) for member in self.members], dim=1)
