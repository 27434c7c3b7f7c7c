"""Both branches have the same input x; the second one should get the result of the first.

fr: Les deux branches ont la même entrée x ; la seconde doit recevoir le résultat de la première.
"""


class Block(Block):
    def forward(self, x):
        return x + self.attend(self.norm1(x)) + self.mlp(self.norm2(x))
