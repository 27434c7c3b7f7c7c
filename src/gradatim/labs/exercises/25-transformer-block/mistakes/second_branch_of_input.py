"""The second branch is added to x before the attention: the result of the attention is lost.

fr: La seconde branche s'ajoute au x d'avant l'attention : le résultat de l'attention est perdu.
"""


class Block(Block):
    def forward(self, x):
        y = x + self.attend(self.norm1(x))
        return x + self.mlp(self.norm2(y))
