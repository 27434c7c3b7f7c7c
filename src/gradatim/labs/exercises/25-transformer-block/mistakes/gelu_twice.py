"""There is a second GELU, after down.

fr: Il y a une seconde GELU, après down.
"""


class Block(Block):
    def mlp(self, x):
        return F.gelu(self.down(F.gelu(self.up(x))))
