"""With p = 1 the values are 0, but x / (1 - p) is still computed, and its gradient is 0 / 0 = nan:
treat p = 1 separately.

fr: Avec p = 1 les valeurs sont 0, mais x / (1 - p) est encore calculé, et son gradient vaut
0 / 0 = nan : traitez p = 1 à part.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training:
            return x
        dropped = torch.rand_like(x) < self.p
        return torch.where(dropped, 0.0, x / (1 - torch.tensor(self.p)))
