"""inner(x) counts twice and x not at all; the skip connection adds x itself.

fr: inner(x) compte deux fois et x pas du tout ; la connexion résiduelle ajoute x lui-même.
"""


class Residual(Residual):
    def forward(self, x):
        return self.inner(x) + self.inner(x)
