"""p is the fraction that is dropped; here it is the fraction that remains.

fr: p est la proportion supprimée ; ici c'est la proportion qui reste.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return torch.zeros_like(x)
        return x * (torch.rand_like(x) < self.p) / (1 - self.p)
