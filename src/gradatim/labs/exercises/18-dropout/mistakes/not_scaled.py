"""The remaining numbers are not divided by 1 - p: sums are smaller in training.

fr: Les nombres restants ne sont pas divisés par 1 - p : les sommes sont plus petites à
l'entraînement.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) if self.training else x
