"""Only inner(x) is returned; the skip adds x.

fr: Seul inner(x) est rendu ; le raccourci ajoute x.
"""


class Residual(Residual):
    def forward(self, x):
        return self.inner(x)
