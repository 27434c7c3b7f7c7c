"""norm1 is not applied before the attention.

fr: norm1 n'est pas appliquée avant l'attention.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(x)
        return x + self.mlp(self.norm2(x))
