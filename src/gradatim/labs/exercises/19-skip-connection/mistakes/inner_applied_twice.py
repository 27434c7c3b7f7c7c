"""inner(x) is added to inner(x); the skip connection adds x itself.

fr: inner(x) est ajouté à inner(x) ; la connexion résiduelle ajoute x lui-même.
"""


class Residual(Residual):
    def forward(self, x):
        return self.inner(x) + self.inner(x)
