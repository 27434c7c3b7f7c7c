"""The small network comes first and the attention second.

fr: Le petit réseau vient en premier et l'attention en second.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.mlp(self.norm1(x))
        return x + self.attend(self.norm2(x))
