"""Both branches read the same x; the second one must read the result of the first.

fr: Les deux branches lisent le même x ; la seconde doit lire le résultat de la première.
"""


class Block(Block):
    def forward(self, x):
        return x + self.attend(self.norm1(x)) + self.mlp(self.norm2(x))
