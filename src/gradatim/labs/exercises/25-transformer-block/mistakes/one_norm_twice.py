"""norm1 is used in both places; the second one is norm2.

fr: norm1 sert aux deux endroits ; le second est norm2.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.mlp(self.norm1(x))
