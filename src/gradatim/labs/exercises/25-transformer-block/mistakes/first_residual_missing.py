"""The residual around the attention is missing: x is not added to it.

fr: Le résidu autour de l'attention manque : x n'y est pas ajouté.
"""


class Block(Block):
    def forward(self, x):
        x = self.attend(self.norm1(x))
        return x + self.mlp(self.norm2(x))
