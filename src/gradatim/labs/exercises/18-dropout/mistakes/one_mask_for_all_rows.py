"""One mask is drawn for all rows: whole columns disappear together.

fr: Un seul masque est tiré pour toutes les lignes : des colonnes entières disparaissent.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand(x.shape[-1]) >= self.p) / (1 - self.p) if self.training else x
