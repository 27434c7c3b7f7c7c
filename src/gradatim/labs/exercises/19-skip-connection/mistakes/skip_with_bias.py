"""The 1x1 convolution of the skip has a bias.

fr: La convolution 1x1 du raccourci a un biais.
"""


class Block(Block):
    def __init__(self, n_in, n_out):
        super().__init__(n_in, n_out)
        if n_in != n_out:
            self.skip = nn.Conv2d(n_in, n_out, 1)
