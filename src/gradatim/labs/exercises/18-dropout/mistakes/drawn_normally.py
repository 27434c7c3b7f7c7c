"""torch.randn is not uniform between 0 and 1: compared with p it drops another fraction. Use
torch.rand.

fr: torch.randn n'est pas uniforme entre 0 et 1 : comparé à p, il supprime une autre fraction.
Utilisez torch.rand.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return torch.zeros_like(x)
        return x * (torch.randn_like(x) >= self.p) / (1 - self.p)
