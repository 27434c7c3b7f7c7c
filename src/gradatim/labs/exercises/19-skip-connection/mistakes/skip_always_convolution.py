"""The skip is a convolution even where n_in == n_out; there x itself is added.

fr: Le raccourci est une convolution même si n_in == n_out ; là, c'est x lui-même.
"""


class Block(Block):
    def __init__(self, n_in, n_out):
        super().__init__(n_in, n_out)
        self.skip = nn.Conv2d(n_in, n_out, 1, bias=False)
