"""Both residual branches are added to the normalized values, norm1(x) and norm2(x); they are added
to x itself.

fr: Les deux branches sont ajoutées aux valeurs normalisées, norm1(x) et norm2(x) ; elles s'ajoutent
à x lui-même.
"""


class Block(Block):
    def forward(self, x):
        x = self.norm1(x)
        x = x + self.attend(x)
        x = self.norm2(x)
        return x + self.mlp(x)
