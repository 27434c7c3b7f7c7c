"""Every call drops the same numbers: the seed is set again or the mask is stored.

fr: Chaque appel supprime les mêmes nombres : la graine est fixée à nouveau, ou le masque est
mémorisé.
"""


class Dropout(Dropout):
    def forward(self, x):
        torch.manual_seed(1)
        return super().forward(x)
