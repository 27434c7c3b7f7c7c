"""norm2 is not applied before the small network.

fr: norm2 n'est pas appliquée avant le petit réseau.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.mlp(x)
