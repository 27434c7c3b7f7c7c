"""The first convolution keeps n_in channels and the second changes them; the first should.

fr: La première convolution garde n_in canaux et la seconde les change ; cela revient à la première.
"""


class Block(Block):
    def __init__(self, n_in, n_out):
        super().__init__(n_in, n_out)
        self.conv1 = nn.Conv2d(n_in, n_in, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(n_in, n_out, 3, padding=1, bias=False)
