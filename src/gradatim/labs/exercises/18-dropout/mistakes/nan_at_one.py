"""With p = 1 the division is 0/0 = nan: treat it separately.

fr: Avec p = 1 la division vaut 0/0 = nan : traitez ce cas à part.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p) if self.training else x
