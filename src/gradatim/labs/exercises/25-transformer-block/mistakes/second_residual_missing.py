"""The residual around the small network is missing: x is not added to it.

fr: Le résidu autour du petit réseau manque : x n'y est pas ajouté.
"""


class Block(Block):
    def forward(self, x):
        return self.mlp(self.norm2(x + self.attend(self.norm1(x))))
