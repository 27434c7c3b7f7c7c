"""The normalized x is added, not x itself: the residual goes around the norm as well.

fr: C'est x normalisé qui est ajouté, et non x : le résidu contourne aussi la normalisation.
"""


class Block(Block):
    def forward(self, x):
        x = self.norm1(x)
        x = x + self.attend(x)
        return x + self.mlp(self.norm2(x))
