"""p is the fraction that is dropped; here it is the fraction that remains.

fr: p est la proportion supprimée ; ici c'est la proportion qui reste.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) < self.p) / self.p if self.training else x
