"""The GELU comes after the second linear layer; it belongs between up and down.

fr: La GELU vient après la seconde couche linéaire ; sa place est entre up et down.
"""


class Block(Block):
    def mlp(self, x):
        return F.gelu(self.down(self.up(x)))
