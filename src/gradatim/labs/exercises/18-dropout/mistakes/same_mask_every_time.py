"""Every call drops the same numbers: the seed is set again or the mask is kept.

fr: Chaque appel supprime les mêmes nombres : la graine est reposée ou le masque gardé.
"""


class Dropout(Dropout):
    def forward(self, x):
        torch.manual_seed(1)
        return super().forward(x)
