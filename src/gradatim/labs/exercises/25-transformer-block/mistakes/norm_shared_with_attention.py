"""norm2 is used in both places; the first one, before the attention, is norm1.

fr: norm2 sert aux deux endroits ; le premier, avant l'attention, est norm1.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm2(x))
        return x + self.mlp(self.norm2(x))
