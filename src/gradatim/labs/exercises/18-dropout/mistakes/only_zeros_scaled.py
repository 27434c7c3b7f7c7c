"""The mask is not multiplied in: every number is divided by 1 - p.

fr: Le masque n'est pas multiplié : chaque nombre est divisé par 1 - p.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x / (1 - self.p) if self.training and self.p < 1 else super().forward(x)
