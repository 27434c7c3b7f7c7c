"""One number is drawn per row: whole rows disappear together.

fr: Un nombre est tiré par ligne : des lignes entières disparaissent ensemble.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training or self.p == 1:
            return super().forward(x)
        keep = torch.rand(x.shape[:1] + (1,) * (x.dim() - 1)) >= self.p
        return x * keep / (1 - self.p)
