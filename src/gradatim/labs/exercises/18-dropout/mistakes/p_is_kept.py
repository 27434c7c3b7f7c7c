"""p is the share that is dropped; here it is the share that is kept.

fr: p est la part supprimée ; ici c'est la part gardée.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) < self.p) / self.p if self.training else x
