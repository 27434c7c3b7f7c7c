"""norm2 normalizes the result; it belongs at the beginning of the second branch.

fr: norm2 normalise le résultat ; sa place est au début de la seconde branche.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return self.norm2(x + self.mlp(x))
