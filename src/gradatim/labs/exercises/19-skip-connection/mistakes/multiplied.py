"""x times inner(x) is a gate; a skip adds.

fr: x fois inner(x) est une porte ; un raccourci additionne.
"""


class Residual(Residual):
    def forward(self, x):
        return x * self.inner(x)
