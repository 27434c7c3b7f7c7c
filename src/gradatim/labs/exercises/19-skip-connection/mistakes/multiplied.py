"""x * inner(x) multiplies, which is a gate; a skip connection adds.

fr: x * inner(x) multiplie, c'est une porte ; une connexion résiduelle additionne.
"""


class Residual(Residual):
    def forward(self, x):
        return x * self.inner(x)
