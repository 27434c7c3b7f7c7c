"""The GELU between up and down is missing.

fr: La GELU entre up et down manque.
"""


class Block(Block):
    def mlp(self, x):
        return self.down(self.up(x))
