"""Both residuals add the normalized values, since x is overwritten by norm1(x) and norm2(x); they
add x itself.

fr: Les deux connexions ajoutent les valeurs normalisées, car x est écrasé par norm1(x) et
norm2(x) ; elles ajoutent x lui-même.
"""


class Block(Block):
    def forward(self, x):
        x = self.norm1(x)
        x = x + self.attend(x)
        x = self.norm2(x)
        return x + self.mlp(x)
