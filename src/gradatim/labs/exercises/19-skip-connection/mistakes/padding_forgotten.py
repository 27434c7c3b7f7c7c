"""The 3x3 convolutions have no padding: the image shrinks and does not fit the skip.

fr: Les convolutions 3x3 n'ont pas de padding : l'image rétrécit et ne va plus avec le
raccourci.
"""


class Block(Block):
    def __init__(self, n_in, n_out):
        super().__init__(n_in, n_out)
        self.conv1 = nn.Conv2d(n_in, n_out, 3, bias=False)
        self.conv2 = nn.Conv2d(n_out, n_out, 3, bias=False)
