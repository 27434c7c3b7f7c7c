"""Training and evaluation are exchanged.

fr: Entraînement et évaluation sont échangés.
"""


class Dropout(Dropout):
    def forward(self, x):
        if self.training:
            return x
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)
