"""The numbers compared with p are drawn from a normal distribution (torch.randn, for instance):
another fraction is dropped. Use torch.rand, uniform between 0 and 1.

fr: Les nombres comparés à p sont tirés d'une loi normale (torch.randn, par exemple) : une autre
fraction est supprimée. Utilisez torch.rand, uniforme entre 0 et 1.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return torch.zeros_like(x)
        return x * (torch.randn_like(x) >= self.p) / (1 - self.p)
