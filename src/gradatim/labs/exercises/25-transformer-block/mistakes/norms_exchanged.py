"""norm1 and norm2 are exchanged.

fr: norm1 et norm2 sont échangées.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm2(x))
        return x + self.mlp(self.norm1(x))
